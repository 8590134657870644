/** A world small enough to try every order of the things that can happen in it to one checkout. */
@NullMarked
package dev.kassa.smallworld;

import org.jspecify.annotations.NullMarked;
