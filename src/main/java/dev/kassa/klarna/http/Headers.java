package dev.kassa.klarna.http;

import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.http.KlarnaSettings.Integrator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;

/** Klarna's request headers (klarna.md, section 2), collected for one exchange. */
final class Headers {
    /** By which Klarna finds our calls, and we too. */
    static final String CORRELATION_ID = "Partner-Correlation-Id";

    private static final int LONGEST_CORRELATION_ID = 255;

    private final Map<String, String> headers = new LinkedHashMap<>();

    /** What every call carries. {@code reference} names what it is about, in our words or Klarna's. */
    Headers(String apiKey, Integrator integrator, String reference) {
        // The key itself: in spite of the name "Basic" nothing is encoded (Klarna docs: Account credentials).
        set("Authorization", "Basic " + apiKey);
        set(CORRELATION_ID, correlationId(reference));
        set("Klarna-Integration-Metadata", metadata(integrator, reference));
    }

    Headers with(IdempotencyKey key) {
        return set("Klarna-Idempotency-Key", key.value());
    }

    /** The context of Klarna's SDK, with a first authorize. */
    Headers withSession(@Nullable String sessionToken) {
        return sessionToken == null ? this : set("Klarna-Network-Session-Token", sessionToken);
    }

    /** The proof of approval, in the header of its kind; never both (Klarna docs: Final authorization). */
    Headers with(PaymentToken token) {
        var name = switch (token.kind()) {
            case SESSION_TOKEN -> "Klarna-Network-Session-Token";
            case PAYMENT_TOKEN -> "Klarna-Payment-Token";
        };
        return set(name, token.reveal());
    }

    Map<String, String> toMap() {
        return Map.copyOf(headers);
    }

    /** Refuses here what the JDK would refuse with a message that quotes the value, which may be a secret. */
    private Headers set(String name, String value) {
        boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!printable || value.isBlank()) {
            throw new UnsendableHeaderException(name);
        }
        headers.put(name, value);
        return this;
    }

    /** Letters and digits only, not even a hyphen (Klarna docs: Product API v2). */
    private static String correlationId(String reference) {
        var plain = reference.replaceAll("[^A-Za-z0-9]", "");
        if (plain.isEmpty()) {
            return UUID.randomUUID().toString().replace("-", "");
        }
        return plain.substring(0, Math.min(plain.length(), LONGEST_CORRELATION_ID));
    }

    private static String metadata(Integrator integrator, String reference) {
        var root = Json.MAPPER.createObjectNode();
        root.putObject("integrator")
                .put("name", integrator.name())
                .put("session_reference", reference)
                .put("module_name", integrator.moduleName())
                .put("module_version", integrator.moduleVersion());
        return Json.MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(root);
    }

    /** A value that no HTTP header can carry; its message names the header only. */
    static final class UnsendableHeaderException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnsendableHeaderException(String name) {
            super("the value for " + name + " is empty or has characters that no header can carry");
        }
    }
}
