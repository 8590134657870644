/**
 * A Klarna to develop and test against: strict, on a clock that can be set, with faults on demand and a ledger that
 * judges.
 */
@NullMarked
package dev.kassa.sandbox;

import org.jspecify.annotations.NullMarked;
