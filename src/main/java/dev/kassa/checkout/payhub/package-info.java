/** PayHub's cancel endpoint, in PayHub's words. */
@NullMarked
package dev.kassa.checkout.payhub;

import org.jspecify.annotations.NullMarked;
