/** Runs tests against a product that has a bug on purpose. */
@NullMarked
package dev.kassa.teeth;

import org.jspecify.annotations.NullMarked;
