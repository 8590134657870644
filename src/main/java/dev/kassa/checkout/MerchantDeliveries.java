package dev.kassa.checkout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port by which a merchant's developers see what they were told, and have it told again. */
public interface MerchantDeliveries {
    /** At most so many attempts of a checkout are looked at, the newest. */
    int ATTEMPTS = 20;

    /**
     * What was told of a checkout, the oldest first.
     *
     * @param lastAttempt of the checkout; the {@link #ATTEMPTS} up to it are looked at
     */
    List<Delivery> of(CheckoutId checkout, int lastAttempt);

    /** Tells once more, now, whatever came of it before; empty where the checkout has no notification of that id. */
    Optional<Delivery> resend(CheckoutId checkout, int lastAttempt, String webhookId);

    /**
     * One notification on its way.
     *
     * @param webhookId the same in every try
     * @param type as the merchant reads it, {@code checkout.authorized} and so on
     * @param attempt of the checkout
     * @param timestamp when it happened
     * @param tries the oldest first; of very many only the newest
     * @param nextTryAt absent while a try or an earlier notification is waited for, and when it is over
     */
    record Delivery(
            String webhookId,
            String type,
            int attempt,
            Instant timestamp,
            Status status,
            List<Try> tries,
            @Nullable Instant nextTryAt) {}

    /**
     * One try.
     *
     * @param httpStatus absent where there was no answer
     * @param fault why it does not count as delivered; absent where it does
     */
    record Try(
            Instant at,
            @Nullable Integer httpStatus,
            @Nullable String fault) {}

    /** What came of it. */
    enum Status {
        /** Being tried, or waiting for its next try or for an earlier notification of the same checkout. */
        PENDING,
        /** Answered with 2xx. */
        DELIVERED,
        /** Answered with 410: there is nobody any more. */
        GONE,
        /** 72 hours have passed. */
        GIVEN_UP,
        /** Ended by an operator. */
        STOPPED
    }
}
