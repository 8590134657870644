package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.FAILED;
import static dev.kassa.checkout.workflow.WorkflowTime.now;
import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.Reason;
import dev.kassa.checkout.Refusal;
import dev.kassa.klarna.PaymentTransaction;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How an attempt ends, and who is told. Each answers that it is over. */
final class Ends {
    private final Attempt attempt;

    Ends(Attempt attempt) {
        this.attempt = attempt;
    }

    boolean authorized(PaymentTransaction paid, @Nullable String customerToken) {
        attempt.transaction = paid;
        attempt.customerToken = customerToken;
        attempt.refusal = null;
        return close(AUTHORIZED, Reason.APPROVED);
    }

    /** Klarna has told of the transaction of this attempt. */
    boolean paidByEvent() {
        return paidBy(requireNonNull(attempt.heard.authorized(), "no event of a payment"));
    }

    private boolean paidBy(KlarnaEvent event) {
        return authorized(transaction(event), null);
    }

    private PaymentTransaction transaction(KlarnaEvent event) {
        var id = requireNonNull(event.paymentTransactionId(), "an authorized event without its transaction");
        var named = event.paymentRequestReference();
        var reference = (named == null ? Optional.<AttemptReferences>empty() : AttemptReferences.of(named))
                .orElse(attempt.beginning.atKlarna())
                .paymentTransactionReference();
        var payment = attempt.payment;
        return new PaymentTransaction(id, reference, payment.amount(), payment.currency(), null);
    }

    /** Another attempt of this checkout turned out paid: this one is not finalized, or there would be two payments. */
    boolean wasPaidBefore() {
        var other = attempt.heard.otherAuthorized();
        if (other == null) {
            return false;
        }
        if (!wasToldPaid()) {
            attempt.paidRequest = other.paymentRequestId();
        }
        paidBy(other);
        if (attempt.beginning.told() == null) {
            tell(MerchantEvent.Type.LATE_COMPLETION);
        }
        return true;
    }

    /** Then this is a second payment, and the first one's Payment Request stays the one by which the next is known. */
    private boolean wasToldPaid() {
        var told = attempt.beginning.told();
        return told != null && told.status() == AUTHORIZED;
    }

    boolean refused(Refusal why) {
        attempt.refusal = why;
        return unpaid(FAILED, Reason.REFUSED_BY_KLARNA);
    }

    boolean resolved(Resolution word) {
        var id = word.paymentTransactionId();
        if (id != null) {
            var payment = attempt.payment;
            attempt.transaction = new PaymentTransaction(
                    id,
                    attempt.input.references().paymentTransactionReference(),
                    payment.amount(),
                    payment.currency(),
                    null);
        }
        attempt.resolved = new Checkout.Resolved(requireNonNull(word.reason()), now());
        var outcome = requireNonNull(word.outcome());
        return outcome == AUTHORIZED
                ? close(outcome, Reason.RESOLVED_BY_OPERATOR)
                : unpaid(outcome, Reason.RESOLVED_BY_OPERATOR);
    }

    boolean unpaid(UnpaidEnd end) {
        return unpaid(end.status(), end.reason());
    }

    /** Unless Klarna has told of a transaction meanwhile, of this attempt or another one: then the checkout is paid. */
    boolean unpaid(CheckoutStatus last, Reason why) {
        if (attempt.isPaidByEvent()) {
            return paidByEvent();
        }
        return wasPaidBefore() || close(last, why);
    }

    private boolean close(CheckoutStatus last, Reason why) {
        var end = attempt.beginning.end(last, why);
        if (end.status().isRestartable() && attempt.beginning.isOfOlder()) {
            // A restart goes on with the newest attempt's amount, whatever was read of the older one's.
            attempt.payment = attempt.beginning.payment();
        }
        attempt.reason = end.reason();
        attempt.become(end.status());
        attempt.heard.ended();
        attempt.showInSearch();
        var news = attempt.beginning.news(end.status());
        if (news != null) {
            tell(news);
        }
        if (end.status() == AUTHORIZED) {
            attempt.heard.payments().forEach(this::tellOfASecond);
        }
        return true;
    }

    /** Of two attempts' payments the run ends with one. Nothing that Kassa may call voids the other: it is told. */
    private void tellOfASecond(KlarnaEvent payment) {
        var paid = attempt.transaction;
        var second = transaction(payment);
        if (paid != null && !paid.paymentTransactionId().equals(second.paymentTransactionId())) {
            attempt.counts.secondPayment();
            tell(MerchantEvent.Type.LATE_COMPLETION, attempt.checkout(second));
        }
    }

    void tell(MerchantEvent.Type type) {
        tell(type, attempt.checkout());
    }

    private void tell(MerchantEvent.Type type, Checkout checkout) {
        if (attempt.input.tellsMerchant()) {
            attempt.calls.tellMerchant(attempt.input.merchantId(), new MerchantEvent(type, checkout));
        }
    }
}
