package dev.kassa.checkout.workflow;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.Reason;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a run begins: at the first authorize, or where an earlier run of its attempt was cut off. */
final class Beginning {
    private final CheckoutInput input;
    private final @Nullable Recovery before;

    Beginning(CheckoutInput input) {
        this.input = input;
        this.before = input.recovery();
    }

    boolean isRecovery() {
        return before != null;
    }

    /** Whose Payment Request this is about, and whose keys: this attempt's, or the older one's that was completed. */
    AttemptReferences atKlarna() {
        return before != null && before.older() != null ? before.older() : input.references();
    }

    /** Whether it is about another attempt than the newest, whose amount may be another one too. */
    boolean isOfOlder() {
        return !atKlarna().equals(input.references());
    }

    CheckoutStatus status() {
        return before == null ? CheckoutStatus.AUTHORIZING : CheckoutStatus.UNCONFIRMED;
    }

    @Nullable
    Reason reason() {
        if (before == null) {
            return null;
        }
        return before.told() == null ? Reason.RUN_ENDED : Reason.OUTCOME_UNKNOWN;
    }

    Instant at() {
        return before == null ? input.createdAt() : WorkflowTime.now();
    }

    /** What is being paid, with the changes that an earlier run brought about. */
    PaymentDetails payment() {
        return before == null ? input.payment() : before.payment();
    }

    boolean amountInDoubt() {
        return before != null && before.amountInDoubt();
    }

    /** The Payment Request, of which Klarna has to tell how it stands; absent where none is known. */
    @Nullable
    PaymentRequest request() {
        return before == null || before.paymentRequestId() == null
                ? null
                : new PaymentRequest(
                        before.paymentRequestId(),
                        atKlarna().paymentRequestReference(),
                        PaymentRequestState.UNKNOWN,
                        null,
                        null,
                        null,
                        null,
                        null,
                        before.expiresBy(),
                        null);
    }

    boolean mayHaveAsked() {
        return before == null || before.mayHaveAsked();
    }

    int finalIntention() {
        return before == null ? FinalIntention.FIRST : before.finalIntention();
    }

    boolean finalInDoubt() {
        return before != null && before.finalInDoubt();
    }

    boolean merchantCanceled() {
        return before != null && before.merchantCanceled();
    }

    List<KlarnaEvent> heard() {
        return before == null ? List.of() : before.heard();
    }

    /** The unpaid end that the merchant was told of; absent where it was told of none. */
    Recovery.@Nullable Told told() {
        return before == null ? null : before.told();
    }

    /** The end as it is to be: what was told and turns out to be true stays as it was told. */
    Recovery.Told end(CheckoutStatus last, Reason why) {
        var told = told();
        return told == null || last == CheckoutStatus.AUTHORIZED || why == Reason.RESOLVED_BY_OPERATOR
                ? new Recovery.Told(last, why)
                : told;
    }

    /** What the merchant has to hear of that end; null where it has heard it. */
    MerchantEvent.@Nullable Type news(CheckoutStatus last) {
        var told = told();
        if (told == null) {
            return MerchantEvent.Type.valueOf(last.name());
        }
        if (last == CheckoutStatus.AUTHORIZED) {
            return MerchantEvent.Type.LATE_COMPLETION;
        }
        return last == told.status() ? null : MerchantEvent.Type.valueOf(last.name());
    }

    /** A line for an operator; absent of a run that nothing precedes. */
    @Nullable
    String story() {
        if (before == null) {
            return null;
        }
        if (before.told() == null) {
            return "Recovers the run `" + before.runId() + "`, which was ended before Klarna's last word";
        }
        var whose =
                before.older() == null ? "" : " of attempt " + before.older().attempt();
        return "Klarna told of a completion" + whose + ", but run `" + before.runId() + "` ended "
                + before.told().status();
    }
}
