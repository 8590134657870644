package dev.kassa.checkout;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentTransactionReference;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One attempt of one checkout, and every name that it has at Klarna: the one place that knows their formats.
 *
 * @param birth a nonce of the checkout's first start, {@code [0-9a-z]+}; restarts keep it, and a reference that is used
 *     again after Temporal has forgotten it shares no name with the old one
 * @param attempt 1 for the first start, one more for each restart
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AttemptReferences(CheckoutId checkoutId, String birth, int attempt) {
    private static final Pattern FORMAT = Pattern.compile("(chk_[0-9a-z]{26,64})-([0-9a-z]{1,32})-([1-9][0-9]{0,8})");

    public AttemptReferences {
        if (!birth.matches("[0-9a-z]{1,32}") || attempt < 1) {
            throw new IllegalArgumentException("a birth is 1 to 32 of [0-9a-z], an attempt at least 1");
        }
    }

    /** The attempt that a Payment Request's reference names; empty where it is none of ours. */
    public static Optional<AttemptReferences> of(PaymentRequestReference reference) {
        return of(reference.value());
    }

    private static Optional<AttemptReferences> of(String reference) {
        var parts = FORMAT.matcher(reference);
        return parts.matches()
                ? Optional.of(new AttemptReferences(
                        new CheckoutId(parts.group(1)), parts.group(2), Integer.parseInt(parts.group(3))))
                : Optional.empty();
    }

    /** The attempt that a Payment Transaction's reference names; empty where it is none of ours. */
    public static Optional<AttemptReferences> of(PaymentTransactionReference reference) {
        var value = reference.value();
        return value.endsWith("-tx") ? of(value.substring(0, value.length() - 3)) : Optional.empty();
    }

    public PaymentRequestReference paymentRequestReference() {
        return new PaymentRequestReference(checkoutId + "-" + birth + "-" + attempt);
    }

    public PaymentTransactionReference paymentTransactionReference() {
        return new PaymentTransactionReference(paymentRequestReference() + "-tx");
    }

    /** The key of one intention: the same step and number give the same key, on every worker and after every crash. */
    public IdempotencyKey idempotencyKey(Step step, int intention) {
        return IdempotencyKey.of(paymentRequestReference() + "|" + step + "|" + intention);
    }

    /** Whether this is an older attempt of the same checkout. */
    public boolean isBefore(AttemptReferences other) {
        return checkoutId.equals(other.checkoutId) && birth.equals(other.birth) && attempt < other.attempt;
    }

    /** What a POST or PATCH of one attempt is for. */
    public enum Step {
        AUTHORIZE,
        FINALIZE,
        AMEND
    }
}
