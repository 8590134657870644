package dev.kassa.checkout.workflow;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.MerchantId;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.StepUpConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * All that a run is told at its start; everything in it was checked at the edge.
 *
 * @param references who this attempt is, and its names at Klarna
 * @param reference the merchant's own
 * @param sealedSessionToken the merchant's Klarna Network session token, sealed, bound to the checkout's id
 * @param sessionExpiresAt when an unfinished customer's session ends and the Payment Request is canceled
 * @param tokenSafetyMargin how long before a token's 60 minutes end its last use is allowed; clocks differ
 * @param tellsMerchant whether the merchant has a notification URL
 * @param recovery of the run that ended too early; absent for a start or a restart
 */
public record CheckoutInput(
        AttemptReferences references,
        MerchantId merchantId,
        PartnerAccountId account,
        String reference,
        PaymentDetails payment,
        StepUpConfig stepUp,
        @Nullable String sealedSessionToken,
        Instant createdAt,
        Instant sessionExpiresAt,
        Duration tokenSafetyMargin,
        boolean tellsMerchant,
        @Nullable Recovery recovery) {
    private static final Duration LONGEST_INTERACTION = Duration.ofDays(2);

    /** By when a Payment Request of this checkout that was there at some instant has surely expired. */
    public Instant expiresBy(Instant there) {
        var wish = stepUp.interactionExpiry();
        if (wish.timestamp() != null) {
            return OffsetDateTime.parse(wish.timestamp()).toInstant();
        }
        return there.plus(wish.duration() == null ? LONGEST_INTERACTION : Duration.parse(wish.duration()));
    }

    /** The same attempt, begun again. */
    public CheckoutInput recovering(Recovery facts) {
        return new CheckoutInput(
                references,
                merchantId,
                account,
                reference,
                payment,
                stepUp,
                sealedSessionToken,
                createdAt,
                sessionExpiresAt,
                tokenSafetyMargin,
                tellsMerchant,
                facts);
    }

    @Override
    public String toString() {
        return references.paymentRequestReference().value();
    }
}
