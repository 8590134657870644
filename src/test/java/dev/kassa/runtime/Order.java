package dev.kassa.runtime;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import java.util.UUID;

/**
 * What a merchant wants paid. Klarna is told the same reference, by which sandbox and tests find it again.
 *
 * @param more further fields of the start, as JSON that begins with a comma; empty for none
 */
record Order(String reference, int amount, String more) {
    static final String SHOP = "https://shop.example";

    /** One that nobody has placed before, on no server. */
    static Order any() {
        return new Order("order-" + UUID.randomUUID(), 11836, "");
    }

    /** Known before the start is answered: it is derived. */
    String checkoutId(String merchant) {
        return CheckoutId.of(new MerchantId(merchant), reference).value();
    }

    Order withSession(String timeout) {
        return new Order(reference, amount, ", \"session_timeout\": \"" + timeout + "\"");
    }

    Order withExpiry(String field, String value) {
        return new Order(
                reference,
                amount,
                ", \"session_timeout\": \"PT25H\", \"interaction_expiry\": {\"%s\": \"%s\"}".formatted(field, value));
    }

    Order withAmount(int other) {
        return new Order(reference, other, more);
    }

    String json() {
        return """
                {"reference": "%s", "amount": %d, "currency": "EUR", "return_url": "%s/klarna/return",
                 "supplementary_purchase_data": {"purchase_reference": "%s"}%s}""".formatted(reference, amount, SHOP, reference, more);
    }
}
