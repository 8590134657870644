package dev.kassa.operations.codec;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Masks customers' data in a decoded JSON payload. What is shown is on a list; all else is masked, so that a field that
 * is added one day is masked until somebody decides otherwise:
 *
 * <ul>
 *   <li>The structure is always shown: names of fields, lengths of lists, {@code true}, {@code false}, {@code null}.
 *   <li>Of our own fields the texts and numbers whose names stand in {@link #SHOWN}: ids, references, states, times,
 *       amounts, reasons, and what Klarna had against a request. URLs are not among them, because whoever has one may act
 *       as the customer; nor are tokens, sealed ones included.
 *   <li>Within the objects that a merchant hands through to Klarna ({@link #FOREIGN}) every text is masked, whatever its
 *       name, and every number but prices and quantities.
 *   <li>A text that is the whole payload is shown: those are our own summaries for operators.
 * </ul>
 */
final class Mask {
    private static final StringNode MASKED = StringNode.valueOf("***");

    /** Klarna's objects: {@code supplementary_purchase_data} names the customer, the address, what was bought. */
    private static final Set<String> FOREIGN = Set.of(
            "supplementary_purchase_data", "interoperability_data", "klarna_network_data", "request_customer_token");

    private static final Set<String> SHOWN = Set.of(
            // who and what
            "checkout_id",
            "reference",
            "merchant_id",
            "account",
            "attempt",
            "birth",
            "payment_request_id",
            "payment_request_reference",
            "payment_transaction_id",
            "payment_transaction_reference",
            "payment_option_id",
            "bound_to",
            "run_id",
            // how much
            "amount",
            "currency",
            "capture",
            // how it stands
            "status",
            "state",
            "state_reason",
            "outcome",
            "look",
            "result",
            "kind",
            "type",
            "reason",
            "method",
            // when
            "created_at",
            "updated_at",
            "expires_at",
            "occurred_at",
            "session_expires_at",
            "send_until",
            "repeat_until",
            "deadline",
            "expires_by",
            "token_safety_margin",
            "duration",
            "timestamp",
            // what merchants are told, and what came of it; not the body
            "webhook_id",
            "at",
            "next_try_at",
            "http_status",
            "retry_after",
            "fault",
            // what Klarna was sent and had against it, and what went wrong here
            "key",
            "intention",
            "next_intention",
            "final_intention",
            "error_code",
            "correlation_id",
            "message",
            "parameter",
            "stack_trace");

    private static final Pattern PRICE_OR_QUANTITY = Pattern.compile("quantity|.*_?(amount|price|rate)");

    private Mask() {}

    /** The same payload with customers' data masked; the given one is not changed. */
    static JsonNode over(JsonNode payload) {
        return payload.isString() ? payload : masked(payload, null, false);
    }

    private static JsonNode masked(JsonNode value, @Nullable String name, boolean foreign) {
        return switch (value) {
            case ObjectNode object -> masked(object, foreign);
            case ArrayNode array -> masked(array, name, foreign);
            default -> isShown(value, name, foreign) ? value : MASKED;
        };
    }

    private static ObjectNode masked(ObjectNode object, boolean foreign) {
        var masked = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(field -> masked.set(
                        field.getKey(),
                        masked(field.getValue(), field.getKey(), foreign || FOREIGN.contains(field.getKey()))));
        return masked;
    }

    private static ArrayNode masked(ArrayNode array, @Nullable String name, boolean foreign) {
        var masked = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> masked.add(masked(element, name, foreign)));
        return masked;
    }

    private static boolean isShown(JsonNode value, @Nullable String name, boolean foreign) {
        if (value.isNull() || value.isBoolean()) {
            return true;
        }
        if (name == null) {
            return value.isNumber();
        }
        return foreign ? value.isNumber() && PRICE_OR_QUANTITY.matcher(name).matches() : SHOWN.contains(name);
    }
}
