package dev.kassa.checkout.workflow;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequestId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The final authorization.
 *
 * @param sealedToken the webhook's, bound to the Payment Request's id; absent where a read or a return found the
 *     completion
 * @param intention number of the idempotency key, and so of the body: see {@link FinalIntention}
 * @param inDoubt whether an earlier try with that key may have been executed
 * @param deadline nothing is sent from here on: the token's 60 minutes less the margin
 */
public record FinalizeCommand(
        PartnerAccountId account,
        PaymentRequestId paymentRequestId,
        AttemptReferences references,
        PaymentDetails payment,
        @Nullable String sealedToken,
        int intention,
        boolean inDoubt,
        Instant deadline) {}
