package dev.kassa.checkout.workflow;

import dev.kassa.checkout.Checkout;

/**
 * How the first authorize was answered.
 *
 * @param birth the nonce of the start that made this run: whoever brought it is the one who created the checkout
 */
public record Started(String birth, Checkout checkout) {}
