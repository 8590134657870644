/** The side effects of a checkout: calls the Klarna port and translates its failures for Temporal. */
@NullMarked
package dev.kassa.checkout.activity;

import org.jspecify.annotations.NullMarked;
