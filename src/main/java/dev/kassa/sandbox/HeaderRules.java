package dev.kassa.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Klarna asks of the headers of a call (klarna.md, section 2). */
final class HeaderRules {

    private static final Pattern CORRELATION_ID = Pattern.compile("[A-Za-z0-9]{1,255}");
    private static final Pattern HYPHENATED = Pattern.compile("[A-Za-z0-9-]{1,255}");
    private static final Pattern UUID_4_OR_HIGHER =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[4-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    private static final Pattern JSON = Pattern.compile("application/json(\\s*;.*)?", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 6 * 1024;
    private static final Map<String, Integer> LIMITS =
            Map.of("klarna-interoperability-token", 8192, "klarna-customer-token", 1024, "klarna-idempotency-key", 255);

    private HeaderRules() {}

    static void check(Call call, Switches switches, Violations faults) {
        boolean writes = !call.method().equals("GET") && !call.method().equals("DELETE");
        Optional<String> key = call.header("Klarna-Idempotency-Key");
        if (writes && key.isEmpty() && switches.has(Unknown.MissingKey.REFUSED)) {
            faults.add("Klarna-Idempotency-Key", "is required");
        }
        boolean anyKey = switches.has(Contradiction.KeyForm.ANY);
        key.filter(value -> !anyKey && !UUID_4_OR_HIGHER.matcher(value).matches())
                .ifPresent(_ -> faults.add("Klarna-Idempotency-Key", "must be a UUID of version 4 or higher"));
        call.header("Partner-Correlation-Id")
                .filter(id -> !isCorrelationId(id, switches))
                .ifPresent(_ -> faults.add("Partner-Correlation-Id", "must be 1 to 255 letters and digits"));
        call.header("Klarna-Integration-Metadata")
                .filter(metadata -> Json.parse(metadata.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .isEmpty())
                .ifPresent(_ -> faults.add("Klarna-Integration-Metadata", "must be a JSON object"));
        call.headers().forEach((name, values) -> checkLength(name, values, faults));
        if (call.header("Klarna-Payment-Token").isPresent()
                && call.header("Klarna-Network-Session-Token").isPresent()) {
            faults.add("Klarna-Payment-Token", "cannot be sent together with Klarna-Network-Session-Token");
        }
    }

    static boolean isCorrelationId(String id, Switches switches) {
        Pattern form = switches.has(Contradiction.CorrelationId.HYPHENS_TOO) ? HYPHENATED : CORRELATION_ID;
        return form.matcher(id).matches();
    }

    static boolean isJson(Call call) {
        return call.header("Content-Type")
                .filter(type -> JSON.matcher(type).matches())
                .isPresent();
    }

    private static void checkLength(String name, List<String> values, Violations faults) {
        int limit = LIMITS.getOrDefault(name, LONGEST);
        boolean empty = name.startsWith("klarna-") && values.contains("");
        if (empty || values.stream().anyMatch(value -> value.length() > limit)) {
            faults.add(name, "must have 1 to " + limit + " characters");
        }
        if (name.startsWith("klarna-") && values.size() > 1) {
            faults.add(name, "must be sent once");
        }
    }
}
