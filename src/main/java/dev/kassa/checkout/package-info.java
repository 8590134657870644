/** One checkout: its values, states and ends. */
@NullMarked
package dev.kassa.checkout;

import org.jspecify.annotations.NullMarked;
