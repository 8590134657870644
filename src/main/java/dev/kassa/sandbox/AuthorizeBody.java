package dev.kassa.sandbox;

import java.time.Instant;
import java.util.Currency;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of an authorize, read strictly (klarna.md, sections 3 and 5). */
record AuthorizeBody(
        String currency,
        long amount,
        @Nullable String transactionReference,
        boolean captureNow,
        @Nullable AskedToken askedToken,
        @Nullable JsonNode purchaseData,
        @Nullable StepUp stepUp) {

    static final int REFERENCE_LIMIT = 255;
    private static final String TRANSACTION = "request_payment_transaction.";
    private static final Set<String> SCOPES = Set.of("payment:customer_present", "payment:customer_not_present");

    /** How the customer comes to Klarna. */
    enum Method {
        HANDOVER,
        QR_CODE,
        HEADLESS
    }

    /** The permission for later charges that is asked for. */
    record AskedToken(@Nullable String reference) {}

    /** Whether it is about no money, but a stored token alone. */
    boolean isTokenOnly() {
        return amount == 0 && askedToken != null;
    }

    /** What the caller wants where the customer has to be asked. */
    record StepUp(
            @Nullable String reference,
            Method method,
            @Nullable String returnUrl,
            @Nullable String appReturnUrl,
            Instant expiresAt,
            JsonNode interaction) {}

    /** Reads a first authorize created at {@code now}. */
    static AuthorizeBody first(ObjectNode json, Instant now, Switches switches, Violations faults) {
        @Nullable
        StepUp stepUp = faults.optionalObject("", json, "step_up_config")
                .map(config -> StepUpRules.stepUp(config, now, switches, faults))
                .orElse(null);
        faults.addUnknownFields(
                "",
                json,
                "currency",
                "request_payment_transaction",
                "supplementary_purchase_data",
                "interoperability_data",
                "klarna_network_data",
                "request_customer_token",
                "step_up_config");
        refuseOtherContext(json, switches, faults);
        return common(json, stepUp, faults);
    }

    /** Reads a final authorization: the first payload or less, and no step-up. */
    static AuthorizeBody last(ObjectNode json, Switches switches, Violations faults) {
        if (json.has("step_up_config")) {
            faults.add("step_up_config", "is not allowed together with a token");
        }
        faults.addUnknownFields(
                "",
                json,
                "currency",
                "request_payment_transaction",
                "supplementary_purchase_data",
                "interoperability_data",
                "klarna_network_data",
                "request_customer_token",
                "payment_request_id",
                "step_up_config");
        if (switches.has(Contradiction.FinalBody.TRANSACTION_ONLY)) {
            for (String more : new String[] {"supplementary_purchase_data", "payment_request_id"}) {
                if (json.has(more)) {
                    faults.add(more, "is not known");
                }
            }
        }
        refuseOtherContext(json, switches, faults);
        return common(json, null, faults);
    }

    private static void refuseOtherContext(ObjectNode json, Switches switches, Violations faults) {
        @Nullable
        String refused = switch (switches.of(Contradiction.SdkContext.class)) {
            case EITHER -> null;
            case INTEROPERABILITY_DATA -> "klarna_network_data";
            case KLARNA_NETWORK_DATA -> "interoperability_data";
        };
        if (refused != null && json.has(refused)) {
            faults.add(refused, "is not known");
        }
    }

    static boolean isCurrency(String code) {
        return Currency.getAvailableCurrencies().stream()
                .anyMatch(known -> known.getCurrencyCode().equals(code));
    }

    static @Nullable Long amount(String parameter, JsonNode value, Violations faults) {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < 1
                || value.longValue() > Integer.MAX_VALUE) {
            faults.add(parameter, "must be an integer from 1 to 2147483647, in minor units");
            return null;
        }
        return value.longValue();
    }

    static @Nullable String currency(JsonNode json, Violations faults) {
        String code = Json.text(json, "currency").orElse("");
        if (!isCurrency(code)) {
            faults.add("currency", "must be an ISO 4217 code");
            return null;
        }
        return code;
    }

    private static AuthorizeBody common(ObjectNode json, @Nullable StepUp stepUp, Violations faults) {
        @Nullable String currency = currency(json, faults);
        JsonNode transaction = json.path("request_payment_transaction");
        @Nullable Long amount = null;
        if (transaction.isObject()) {
            faults.addUnknownFields(
                    "request_payment_transaction",
                    transaction,
                    "amount",
                    "payment_transaction_reference",
                    "payment_option_id",
                    "capture");
            amount = amount(TRANSACTION + "amount", transaction.path("amount"), faults);
        } else if (json.has("request_payment_transaction") || !json.has("request_customer_token")) {
            faults.add("request_payment_transaction", "is required");
        }
        faults.optionalText(TRANSACTION, transaction, "payment_option_id", REFERENCE_LIMIT);
        return new AuthorizeBody(
                currency == null ? "" : currency,
                amount == null ? 0 : amount,
                faults.optionalText(TRANSACTION, transaction, "payment_transaction_reference", REFERENCE_LIMIT),
                captureNow(transaction, faults),
                askedToken(json, faults),
                purchaseData(json, faults),
                stepUp);
    }

    private static boolean captureNow(JsonNode transaction, Violations faults) {
        JsonNode capture = transaction.path("capture");
        if (capture.isMissingNode()) {
            return false;
        }
        String value = capture.isString() ? capture.stringValue() : "";
        if (!value.equals("NOW") && !value.equals("LATER")) {
            faults.add(TRANSACTION + "capture", "must be NOW or LATER");
        }
        return value.equals("NOW");
    }

    private static @Nullable AskedToken askedToken(ObjectNode json, Violations faults) {
        Optional<JsonNode> asked = faults.optionalObject("", json, "request_customer_token");
        return asked.map(token -> {
                    JsonNode scopes = token.path("scopes");
                    boolean known = scopes.isArray()
                            && !scopes.isEmpty()
                            && scopes.valueStream()
                                    .allMatch(scope -> scope.isString() && SCOPES.contains(scope.stringValue()));
                    if (!known) {
                        faults.add("request_customer_token.scopes", "must name at least one of " + SCOPES);
                    }
                    return new AskedToken(faults.optionalText(
                            "request_customer_token.", token, "customer_token_reference", REFERENCE_LIMIT));
                })
                .orElse(null);
    }

    static @Nullable JsonNode purchaseData(ObjectNode json, Violations faults) {
        Optional<JsonNode> data = faults.optionalObject("", json, "supplementary_purchase_data");
        data.ifPresent(purchase -> {
            String parent = "supplementary_purchase_data.";
            faults.optionalText(parent, purchase, "purchase_reference", REFERENCE_LIMIT);
            for (String list : new String[] {"line_items", "shipping", "vouchers", "subscriptions"}) {
                if (purchase.has(list) && !purchase.path(list).isArray()) {
                    faults.add(parent + list, "must be a list");
                }
            }
        });
        return data.orElse(null);
    }
}
