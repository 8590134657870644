/** Begins a checkout again whose run was cut off, or ended before Klarna had said its last word. */
@NullMarked
package dev.kassa.checkout.recovery;

import org.jspecify.annotations.NullMarked;
