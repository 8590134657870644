package dev.kassa.checkout.workflow;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.Reason;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequestId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run that ended too early, from its history: with this a recovery run goes on where it ended.
 *
 * @param runId of the run that ended
 * @param paymentRequestId absent where Klarna is not known to have made one
 * @param expiresBy by when that Payment Request has expired at the latest; before it a 404 is a fault
 * @param mayHaveAsked whether the authorize may have been sent; if not, Klarna is asked nothing
 * @param payment what is being paid, with the changes that Klarna has taken
 * @param amountInDoubt whether a change was not answered, so that only Klarna knows the amount
 * @param finalIntention number of the key with which the payment is confirmed: the one that may be unanswered, or else
 *     the next one (docs/decisions/a-recovery-goes-on-with-the-same-keys.md)
 * @param finalInDoubt whether a final authorization may have been executed without our knowing
 * @param merchantCanceled whether the merchant had asked for a cancellation
 * @param told how the merchant was told that it ended; absent where it was told of no end
 * @param older the attempt that the customer has completed, where this recovery is about it; mostly an older one
 * @param heard completions and payments that Klarna told the run that ended, with their sealed tokens
 */
public record Recovery(
        String runId,
        @Nullable PaymentRequestId paymentRequestId,
        Instant expiresBy,
        boolean mayHaveAsked,
        PaymentDetails payment,
        boolean amountInDoubt,
        int finalIntention,
        boolean finalInDoubt,
        boolean merchantCanceled,
        @Nullable Told told,
        @Nullable AttemptReferences older,
        List<KlarnaEvent> heard) {

    /**
     * About an older attempt's completion, after the newer one ended unpaid. That attempt had ended unpaid too, or there
     * would be no newer one, so what it sent was surely not executed; its keys are not taken again, because the amount may
     * have been changed since.
     *
     * @param runId of the newer attempt
     * @param finalIntention the last number that was taken, of whatever attempt
     * @param told how that ended
     */
    public static Recovery ofOlder(
            AttemptReferences older,
            @Nullable PaymentRequestId id,
            String runId,
            Instant expiresBy,
            PaymentDetails payment,
            int finalIntention,
            Told told) {
        int number = FinalIntention.ofAnotherAttempt(finalIntention);
        return new Recovery(runId, id, expiresBy, true, payment, true, number, false, false, told, older, List.of());
    }

    /** An unpaid end, as it stands in an answer or a notification. */
    public record Told(CheckoutStatus status, Reason reason) {}
}
