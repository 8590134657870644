package dev.kassa.checkout.client;

import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PaymentDetails;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a merchant asks for, checked, with every default filled in.
 *
 * @param returnUrl the merchant's own: where its customer ends up
 * @param appReturnUrl the merchant's app link, forwarded to Klarna unaltered
 * @param sessionToken the SDK's context, secret; sealed before it goes anywhere
 * @param fingerprint of the whole content, so that a repeat can be told from another order under the same reference
 */
public record StartCheckout(
        String reference,
        PaymentDetails payment,
        InteractionMethod method,
        @Nullable String returnUrl,
        @Nullable String appReturnUrl,
        Duration sessionTimeout,
        InteractionExpiry interactionExpiry,
        @Nullable String sessionToken,
        Fingerprint fingerprint) {

    /** The reference alone; the rest names customers or is secret. */
    @Override
    public String toString() {
        return "start " + reference;
    }
}
