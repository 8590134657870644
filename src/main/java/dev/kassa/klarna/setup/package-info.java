/** Commands that set Klarna's signing keys and webhook up, and rotate keys without losing an event. */
@NullMarked
package dev.kassa.klarna.setup;

import org.jspecify.annotations.NullMarked;
