package dev.kassa.checkout.workflow;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.StepUpConfig;
import java.time.Instant;

/** Copies of a start's input with one thing changed. */
final class Inputs {
    private Inputs() {}

    static CheckoutInput with(CheckoutInput usual, Instant sessionExpiresAt, StepUpConfig stepUp, boolean tells) {
        return new CheckoutInput(
                usual.references(),
                usual.merchantId(),
                usual.account(),
                usual.reference(),
                usual.payment(),
                stepUp,
                usual.sealedSessionToken(),
                usual.createdAt(),
                sessionExpiresAt,
                usual.tokenSafetyMargin(),
                tells,
                null);
    }

    static StepUpConfig with(StepUpConfig usual, InteractionExpiry expiry) {
        return new StepUpConfig(
                usual.paymentRequestReference(), usual.method(), usual.returnUrl(), usual.appReturnUrl(), expiry);
    }

    static CheckoutInput restart(CheckoutInput times, CheckoutInput older) {
        var old = older.references();
        var references = new AttemptReferences(old.checkoutId(), old.birth(), old.attempt() + 1);
        var stepUp = new StepUpConfig(
                references.paymentRequestReference(),
                older.stepUp().method(),
                older.stepUp().returnUrl(),
                older.stepUp().appReturnUrl(),
                older.stepUp().interactionExpiry());
        return new CheckoutInput(
                references,
                older.merchantId(),
                older.account(),
                older.reference(),
                older.payment(),
                stepUp,
                null,
                times.createdAt(),
                times.sessionExpiresAt(),
                older.tokenSafetyMargin(),
                older.tellsMerchant(),
                null);
    }
}
