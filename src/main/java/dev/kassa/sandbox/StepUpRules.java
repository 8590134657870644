package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code step_up_config}, read strictly (klarna.md, sections 3 and 6). */
final class StepUpRules {

    private static final String STEP_UP = "step_up_config.";
    private static final String EXPIRES_AT = "payment_request_expires_at";
    private static final String INTERACTION = STEP_UP + "customer_interaction_config.";

    private StepUpRules() {}

    /** What is asked for, or null with the reasons among {@code faults}. */
    static AuthorizeBody.@Nullable StepUp stepUp(JsonNode config, Instant now, Switches switches, Violations faults) {
        faults.addUnknownFields(
                "step_up_config", config, "payment_request_reference", "customer_interaction_config", EXPIRES_AT);
        if (config.has(EXPIRES_AT) && !switches.has(Contradiction.ExpiryField.EITHER)) {
            faults.add(STEP_UP + EXPIRES_AT, "is not known");
        }
        @Nullable
        String reference =
                faults.optionalText(STEP_UP, config, "payment_request_reference", AuthorizeBody.REFERENCE_LIMIT);
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
        Optional<AuthorizeBody.Method> method = method(interaction, faults);
        @Nullable String returnUrl = returnUrl(interaction, "return_url", faults);
        if (method.filter(AuthorizeBody.Method.HANDOVER::equals).isPresent() && !interaction.has("return_url")) {
            faults.add(INTERACTION + "return_url", "is required for HANDOVER");
        }
        @Nullable String appReturnUrl = returnUrl(interaction, "app_return_url", faults);
        @Nullable Instant expiresAt = expiresAt(config, interaction, now, switches, faults);
        if (method.isEmpty() || expiresAt == null) {
            return null;
        }
        return new AuthorizeBody.StepUp(reference, method.get(), returnUrl, appReturnUrl, expiresAt, interaction);
    }

    private static @Nullable Instant expiresAt(
            JsonNode config, JsonNode interaction, Instant now, Switches switches, Violations faults) {
        boolean adjusts = switches.has(Contradiction.AdjustableExpiry.HONORED);
        boolean older = config.has(EXPIRES_AT) && switches.has(Contradiction.ExpiryField.EITHER);
        if (adjusts && older && interaction.has("interaction_expiry")) {
            faults.add(STEP_UP + EXPIRES_AT, "excludes interaction_expiry");
            return null;
        }
        if (adjusts && older) {
            return InteractionExpiryRules.byTimestamp(STEP_UP + EXPIRES_AT, config.path(EXPIRES_AT), now, faults);
        }
        if (adjusts && interaction.has("interaction_expiry")) {
            return InteractionExpiryRules.resolve(interaction.path("interaction_expiry"), now, faults);
        }
        return now.plus(
                switch (switches.of(Contradiction.DefaultLifetime.class)) {
                    case HOURS_3 -> Duration.ofHours(3);
                    case HOURS_48 -> Duration.ofDays(2);
                });
    }

    private static Optional<AuthorizeBody.Method> method(JsonNode interaction, Violations faults) {
        String name = Json.text(interaction, "method").orElse("");
        Optional<AuthorizeBody.Method> method = Arrays.stream(AuthorizeBody.Method.values())
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
