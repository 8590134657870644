/** The page and shop of the embedded profile. */
@NullMarked
package dev.kassa.demo;

import org.jspecify.annotations.NullMarked;
