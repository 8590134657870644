/** Thousands of checkouts at once, everything that can go wrong with them by one seed, and Klarna's ledger as the judge. */
@NullMarked
package dev.kassa.storm;

import org.jspecify.annotations.NullMarked;
