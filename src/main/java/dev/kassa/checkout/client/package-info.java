/** Starts, asks and signals checkouts from outside, each call within a bounded time. */
@NullMarked
package dev.kassa.checkout.client;

import org.jspecify.annotations.NullMarked;
