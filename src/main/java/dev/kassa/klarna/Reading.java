package dev.kassa.klarna;

import org.jspecify.annotations.Nullable;

/**
 * What a read brought.
 *
 * @param token only while the Payment Request is COMPLETED and not yet finalized
 */
public record Reading(Standing standing, @Nullable PaymentToken token) {}
