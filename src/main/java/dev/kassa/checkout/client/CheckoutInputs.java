package dev.kassa.checkout.client;

import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.klarna.ExpiryField;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.StepUpConfig;
import dev.kassa.merchant.Merchant;
import dev.kassa.secret.TokenSeal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Makes what a run is told at its start. */
final class CheckoutInputs {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TokenSeal seal;
    private final ReturnLinks links;
    private final Duration tokenSafetyMargin;
    private final ExpiryField expiryField;
    private final InstantSource clock;

    CheckoutInputs(
            TokenSeal seal,
            ReturnLinks links,
            Duration tokenSafetyMargin,
            ExpiryField expiryField,
            InstantSource clock) {
        this.expiryField = expiryField;
        this.seal = seal;
        this.links = links;
        this.tokenSafetyMargin = tokenSafetyMargin;
        this.clock = clock;
    }

    /** The first attempt, with a birth of its own. */
    CheckoutInput first(Merchant merchant, StartCheckout order) {
        var merchantId = new MerchantId(merchant.id());
        var id = CheckoutId.of(merchantId, order.reference());
        var attempt = new AttemptReferences(id, newBirth(), 1);
        var now = now();
        return new CheckoutInput(
                attempt,
                merchantId,
                new PartnerAccountId(merchant.partnerAccountId()),
                order.reference(),
                order.payment(),
                expiring(
                        now,
                        new StepUpConfig(
                                attempt.paymentRequestReference(),
                                order.method(),
                                order.returnUrl() == null ? null : links.of(id, 1),
                                order.appReturnUrl(),
                                order.interactionExpiry())),
                order.sessionToken() == null ? null : seal.seal(order.sessionToken(), id.value()),
                now,
                now.plus(order.sessionTimeout()),
                tokenSafetyMargin,
                merchant.notification() != null,
                null);
    }

    /** The attempt after this one: the same context, with what was amended, and a new session. */
    CheckoutInput next(Merchant merchant, CheckoutInput old, PaymentDetails payment, RestartCheckout wish) {
        var id = old.references().checkoutId();
        int number = old.references().attempt() + 1;
        var attempt = new AttemptReferences(id, old.references().birth(), number);
        var now = now();
        var timeout = wish.sessionTimeout() != null ? wish.sessionTimeout() : sessionTimeout(old);
        return new CheckoutInput(
                attempt,
                old.merchantId(),
                new PartnerAccountId(merchant.partnerAccountId()),
                old.reference(),
                payment,
                expiring(
                        now,
                        new StepUpConfig(
                                attempt.paymentRequestReference(),
                                old.stepUp().method(),
                                old.stepUp().returnUrl() == null ? null : links.of(id, number),
                                old.stepUp().appReturnUrl(),
                                expiry(old, wish, timeout))),
                old.sealedSessionToken(),
                now,
                now.plus(timeout),
                tokenSafetyMargin,
                merchant.notification() != null,
                null);
    }

    /** Whether an expiry is a timestamp that Klarna would refuse as too near. */
    boolean isTooNear(InteractionExpiry expiry) {
        return expiry.timestamp() != null && !InteractionWindow.allows(expiry.timestamp(), clock.instant());
    }

    /** A stored default follows the new session; what the merchant chose stays. */
    private static InteractionExpiry expiry(CheckoutInput old, RestartCheckout wish, Duration timeout) {
        if (wish.interactionExpiry() != null) {
            return wish.interactionExpiry();
        }
        var stored = old.stepUp().interactionExpiry();
        return isDefault(stored.duration(), sessionTimeout(old))
                ? new InteractionExpiry(InteractionWindow.defaultFor(timeout).toString(), null)
                : stored;
    }

    private StepUpConfig expiring(Instant now, StepUpConfig config) {
        return switch (expiryField) {
            case INTERACTION_EXPIRY -> config;
            case PAYMENT_REQUEST_EXPIRES_AT ->
                config.expiringAt(InteractionWindow.end(config.interactionExpiry(), now));
        };
    }

    private static boolean isDefault(@Nullable String duration, Duration sessionTimeout) {
        return duration != null && Duration.parse(duration).equals(InteractionWindow.defaultFor(sessionTimeout));
    }

    private static Duration sessionTimeout(CheckoutInput input) {
        return Duration.between(input.createdAt(), input.sessionExpiresAt());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** 63 random bits: two starts that bring the same one would both be told that they made the checkout. */
    private static String newBirth() {
        return Long.toString(RANDOM.nextLong() >>> 1, Character.MAX_RADIX);
    }
}
