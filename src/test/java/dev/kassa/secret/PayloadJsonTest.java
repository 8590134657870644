package dev.kassa.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PayloadJsonTest {
    private final JsonMapper json = PayloadJson.mapper();

    record Order(
            String orderReference,
            Instant createdAt,
            Duration sessionTimeout,
            @Nullable Amount amount) {}

    record Amount(int minorUnits, String currency, Optional<String> note) {}

    record Purchase(ObjectNode data, @Nullable JsonNode extra, List<JsonNode> lines, Map<String, JsonNode> more) {}

    record Counted(
            String name, int count, boolean known, @Nullable Instant at) {}

    enum State {
        IN_PROGRESS
    }

    record Checkout(State state, Outcome outcome) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    sealed interface Outcome {}

    record Approved(String transactionId, Instant at) implements Outcome {}

    record Declined(@Nullable String resultReason) implements Outcome {}

    record Unanswered() implements Outcome {}

    @Test
    void namesAreSnakeCaseInstantsRfc3339AndDurationsIso8601() {
        Order order = new Order(
                "o-1",
                Instant.parse("2026-03-02T09:30:00.534721775Z"),
                Duration.ofMinutes(90),
                new Amount(11836, "EUR", Optional.of("x")));

        assertThat(json.readTree(json.writeValueAsString(order))).isEqualTo(json.readTree("""
                {"order_reference": "o-1", "created_at": "2026-03-02T09:30:00.534721775Z", "session_timeout": "PT1H30M",
                 "amount": {"minor_units": 11836, "currency": "EUR", "note": "x"}}"""));
        assertThat(copy(order, Order.class)).isEqualTo(order);
    }

    @Test
    void whatIsNullOrEmptyByNatureIsLeftOut() {
        assertThat(json.writeValueAsString(new Amount(1, "EUR", Optional.empty())))
                .doesNotContain("note");
        assertThat(json.writeValueAsString(new Declined(null))).isEqualTo("{\"kind\":\"Declined\"}");
        assertThat(copy(new Amount(1, "EUR", Optional.empty()), Amount.class).note())
                .isEmpty();
    }

    @Test
    void opaqueJsonPassesUnaltered() {
        String opaque = "{\"z\":1,\"a\":null,\"rate\":25.00,\"tiny\":0.10,\"big\":123456789012345678901234567890,"
                + "\"precise\":0.1000000000000000055511151231257827,\"customerName\":\"Åsa \\\"A\\\"\","
                + "\"list\":[1,1.0,[],{},null,true,\"\"],\"snake_case\":{\"camelCase\":{}}}";
        ObjectNode node = (ObjectNode) json.readTree(opaque);
        Purchase purchase = new Purchase(node, null, List.of(json.readTree("1.50")), Map.of("camelKey", node));

        Purchase copy = copy(purchase, Purchase.class);

        assertThat(copy).isEqualTo(purchase);
        assertThat(json.writeValueAsString(copy.data())).isEqualTo(opaque);
        assertThat(json.writeValueAsString(copy.lines())).isEqualTo("[1.50]");
        assertThat(copy.extra()).isNull();
    }

    @Test
    void aPropertyOfANewerReleaseIsIgnored() {
        assertThat(json.readValue(
                        "{\"result_reason\":\"x\",\"new_one\":{\"a\":[1]},\"kind\":\"Declined\"}", Outcome.class))
                .isEqualTo(new Declined("x"));
    }

    @Test
    void aPropertyThatAnOldHistoryDoesNotHaveIsNullZeroOrFalse() {
        assertThat(json.readValue("{\"name\":\"a\"}", Counted.class)).isEqualTo(new Counted("a", 0, false, null));
    }

    @Test
    void sealedInterfacesComeBackAsTheRecordTheyWere() {
        for (Outcome outcome : List.of(
                new Approved("krn:1", Instant.parse("2026-03-02T09:30:00Z")),
                new Declined("opaque"),
                new Unanswered())) {
            assertThat(copy(outcome, Outcome.class)).isEqualTo(outcome);
            assertThat(copy(new Checkout(State.IN_PROGRESS, outcome), Checkout.class))
                    .isEqualTo(new Checkout(State.IN_PROGRESS, outcome));
        }
    }

    private <T> T copy(T value, Class<T> type) {
        return json.readValue(json.writeValueAsString(value), type);
    }
}
