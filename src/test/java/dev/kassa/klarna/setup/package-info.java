/** Tests of the set-up commands. */
@NullMarked
package dev.kassa.klarna.setup;

import org.jspecify.annotations.NullMarked;
