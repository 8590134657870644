/** Mutated input for every parser that meets the outside; by seed, so that each run can be repeated. */
@NullMarked
package dev.kassa.fuzz;

import org.jspecify.annotations.NullMarked;
