/** The merchant's HTTP API, and the customer's return. */
@NullMarked
package dev.kassa.checkout.api;

import org.jspecify.annotations.NullMarked;
