package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
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
        boolean asksForCustomerToken,
        @Nullable JsonNode purchaseData,
        @Nullable StepUp stepUp) {

    static final int REFERENCE_LIMIT = 255;
    private static final String TRANSACTION = "request_payment_transaction.";
    private static final String STEP_UP = "step_up_config.";
    private static final String INTERACTION = STEP_UP + "customer_interaction_config.";
    private static final Set<String> SCOPES = Set.of("payment:customer_present", "payment:customer_not_present");

    /** How the customer comes to Klarna. */
    enum Method {
        HANDOVER,
        QR_CODE,
        HEADLESS
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
    static AuthorizeBody first(ObjectNode json, Instant now, Duration defaultLifetime, Violations faults) {
        @Nullable
        StepUp stepUp = faults.optionalObject("", json, "step_up_config")
                .map(config -> stepUp(config, now, defaultLifetime, faults))
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
        return common(json, stepUp, faults);
    }

    /** Reads a final authorization: the first payload or less, and no step-up. */
    static AuthorizeBody last(ObjectNode json, Violations faults) {
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
        return common(json, null, faults);
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
        } else {
            faults.add("request_payment_transaction", "is required");
        }
        faults.optionalText(TRANSACTION, transaction, "payment_option_id", REFERENCE_LIMIT);
        return new AuthorizeBody(
                currency == null ? "" : currency,
                amount == null ? 0 : amount,
                faults.optionalText(TRANSACTION, transaction, "payment_transaction_reference", REFERENCE_LIMIT),
                captureNow(transaction, faults),
                asksForCustomerToken(json, faults),
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

    private static boolean asksForCustomerToken(ObjectNode json, Violations faults) {
        Optional<JsonNode> asked = faults.optionalObject("", json, "request_customer_token");
        asked.ifPresent(token -> {
            JsonNode scopes = token.path("scopes");
            boolean known = scopes.isArray()
                    && !scopes.isEmpty()
                    && scopes.valueStream().allMatch(scope -> scope.isString() && SCOPES.contains(scope.stringValue()));
            if (!known) {
                faults.add("request_customer_token.scopes", "must name at least one of " + SCOPES);
            }
            faults.optionalText("request_customer_token.", token, "customer_token_reference", REFERENCE_LIMIT);
        });
        return asked.isPresent();
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

    private static @Nullable StepUp stepUp(JsonNode config, Instant now, Duration defaultLifetime, Violations faults) {
        faults.addUnknownFields("step_up_config", config, "payment_request_reference", "customer_interaction_config");
        @Nullable String reference = faults.optionalText(STEP_UP, config, "payment_request_reference", REFERENCE_LIMIT);
        Optional<JsonNode> given = faults.optionalObject(STEP_UP, config, "customer_interaction_config");
        if (given.isEmpty()) {
            if (!config.has("customer_interaction_config")) {
                faults.add(STEP_UP + "customer_interaction_config", "is required");
            }
            return null;
        }
        JsonNode interaction = given.get();
        faults.addUnknownFields(
                "step_up_config.customer_interaction_config",
                interaction,
                "method",
                "return_url",
                "app_return_url",
                "interaction_expiry");
        Optional<Method> method = method(interaction, faults);
        @Nullable String returnUrl = returnUrl(interaction, "return_url", faults);
        if (method.filter(Method.HANDOVER::equals).isPresent() && !interaction.has("return_url")) {
            faults.add(INTERACTION + "return_url", "is required for HANDOVER");
        }
        @Nullable String appReturnUrl = returnUrl(interaction, "app_return_url", faults);
        @Nullable
        Instant expiresAt = interaction.has("interaction_expiry")
                ? InteractionExpiryRules.resolve(interaction.path("interaction_expiry"), now, faults)
                : now.plus(defaultLifetime);
        if (method.isEmpty() || expiresAt == null) {
            return null;
        }
        return new StepUp(reference, method.get(), returnUrl, appReturnUrl, expiresAt, interaction);
    }

    private static Optional<Method> method(JsonNode interaction, Violations faults) {
        String name = Json.text(interaction, "method").orElse("");
        Optional<Method> method = Arrays.stream(Method.values())
                .filter(known -> known.name().equals(name))
                .findFirst();
        if (method.isEmpty()) {
            faults.add(INTERACTION + "method", "must be HANDOVER, QR_CODE or HEADLESS");
        }
        return method;
    }

    private static @Nullable String returnUrl(JsonNode interaction, String name, Violations faults) {
        @Nullable String url = faults.optionalText(INTERACTION, interaction, name, 2048);
        if (url == null) {
            return null;
        }
        for (String unknown : ReturnUrls.unknownPlaceholders(url)) {
            faults.add(INTERACTION + name, "has an unknown placeholder: " + unknown);
        }
        boolean good = name.equals("return_url") ? ReturnUrls.isForBrowsers(url) : ReturnUrls.isAbsolute(url);
        if (!good) {
            faults.add(INTERACTION + name, "must be an absolute URL");
        }
        return url;
    }
}
