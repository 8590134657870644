package dev.kassa.checkout.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kassa.checkout.api.Faults.Fault;
import dev.kassa.checkout.client.StartCheckout;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.merchant.Merchant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class StartRequestTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Merchant ACME = new Merchant(
            "acme",
            "krn:partner:test:1",
            List.of("0".repeat(64)),
            List.of("https://shop.example", "http://localhost:3000", "acme-app://paid"),
            null);
    private static final String LEAST =
            "{\"reference\":\"order-1\",\"amount\":11836,\"currency\":\"EUR\",\"return_url\":\"https://shop.example/r\"}";

    @Test
    void whatIsLeftOutHasTheContractsDefaults() {
        var order = read(LEAST);
        assertThat(order.payment().capture()).isEqualTo(Capture.LATER);
        assertThat(order.method()).isEqualTo(InteractionMethod.HANDOVER);
        assertThat(order.sessionTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(order.interactionExpiry()).isEqualTo(new InteractionExpiry("PT30M", null));
    }

    @ParameterizedTest
    @CsvSource({"PT1M, PT15M", "PT15M, PT15M", "PT2H30M, PT2H30M", "P2D, P2D", "PT48H, PT48H"})
    void theDefaultExpiryIsTheSessionButNeverShorterThanKlarnaTakes(String session, String expiry) {
        assertThat(read(with("session_timeout", quoted(session)))
                        .interactionExpiry()
                        .duration())
                .isEqualTo(expiry);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"currency\":\"EUR\", \"amount\":11836,\"reference\":\"order-1\",\"return_url\":\"https://shop.example/r\"}",
                "{\"reference\":\"order-1\",\"amount\":11836,\"currency\":\"EUR\",\"return_url\":\"https://shop.example/r\","
                        + "\"capture\":\"LATER\",\"session_timeout\":\"PT30M\",\"interaction_method\":\"HANDOVER\","
                        + "\"interaction_expiry\":{\"duration\":\"PT30M\"}}"
            })
    void aDefaultWrittenOutEqualsOneLeftOut(String written) {
        assertThat(read(written).fingerprint()).isEqualTo(read(LEAST).fingerprint());
    }

    @ParameterizedTest
    @CsvSource({"amount, 11837", "session_timeout, '\"PT1800S\"'", "payment_option_id, '\"x\"'"})
    void otherContentHasAnotherFingerprint(String field, String value) {
        assertThat(read(with(field, value)).fingerprint())
                .isNotEqualTo(read(LEAST).fingerprint());
    }

    /** Every rule of the contract's table: field, a value that breaks it, and the pointer that is told. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "reference | - | /reference",
                "reference | \"\" | /reference",
                "reference | 7 | /reference",
                "reference | null | /reference",
                "reference | \"a\\u0000b\" | /reference",
                "reference | \"line\\nbreak\" | /reference",
                "amount | - | /amount",
                "amount | \"100\" | /amount",
                "amount | 1.5 | /amount",
                "amount | 1e2 | /amount",
                "amount | 0 | /amount",
                "amount | -1 | /amount",
                "amount | 2147483648 | /amount",
                "amount | 99999999999999999999999 | /amount",
                "amount | true | /amount",
                "currency | - | /currency",
                "currency | \"eur\" | /currency",
                "currency | \"EURO\" | /currency",
                "currency | \"XXX\" | /currency",
                "currency | \"XTS\" | /currency",
                "currency | \"XAU\" | /currency",
                "currency | \"DEM\" | /currency",
                "currency | \"HRK\" | /currency",
                "currency | 978 | /currency",
                "capture | \"later\" | /capture",
                "capture | 1 | /capture",
                "return_url | - | /return_url",
                "return_url | \"/back\" | /return_url",
                "return_url | \"http://shop.example/r\" | /return_url",
                "return_url | \"https://evil.example/r\" | /return_url",
                "return_url | \"https://shop.example@evil.example/r\" | /return_url",
                "return_url | \"https://shop.example:8443/r\" | /return_url",
                "return_url | \"javascript:alert(1)\" | /return_url",
                "return_url | \"https://shop.example/a b\" | /return_url",
                "return_url | \"acme-app://paid/r\" | /return_url",
                "return_url | [] | /return_url",
                "app_return_url | \"acme-app://elsewhere/r\" | /app_return_url",
                "app_return_url | \"acme-app:paid\" | /app_return_url",
                "app_return_url | \"acme-app://paid/{klarna.payment_request.payment_token}\" | /app_return_url",
                "session_timeout | \"PT59S\" | /session_timeout",
                "session_timeout | \"PT48H1S\" | /session_timeout",
                "session_timeout | 1800 | /session_timeout",
                "session_timeout | \"30m\" | /session_timeout",
                "interaction_method | \"REDIRECT\" | /interaction_method",
                "interaction_expiry | \"PT30M\" | /interaction_expiry",
                "interaction_expiry | {} | /interaction_expiry",
                "interaction_expiry | {\"duration\":\"PT30M\",\"timestamp\":\"2026-03-02T09:30:00Z\"} | /interaction_expiry",
                "interaction_expiry | {\"duration\":\"PT30M\",\"at\":1} | /interaction_expiry/at",
                "interaction_expiry | {\"timestamp\":\"2026-03-02T09:30:00\"} | /interaction_expiry/timestamp",
                "interaction_expiry | {\"timestamp\":\"2026-03-02\"} | /interaction_expiry/timestamp",
                "interaction_expiry | {\"timestamp\":1772443800} | /interaction_expiry/timestamp",
                "interaction_expiry | {\"timestamp\":\"2026-02-30T09:30:00Z\"} | /interaction_expiry/timestamp",
                "supplementary_purchase_data | \"x\" | /supplementary_purchase_data",
                "supplementary_purchase_data | [] | /supplementary_purchase_data",
                "request_customer_token | true | /request_customer_token",
                "interoperability_data | 1 | /interoperability_data",
                "klarna_network_data | [1] | /klarna_network_data",
                "klarna_network_session_token | \"a\\r\\nb\" | /klarna_network_session_token",
                "klarna_network_session_token | {} | /klarna_network_session_token",
                "payment_option_id | \"\" | /payment_option_id",
                "Amount | 1 | /Amount",
                "a/b~c | 1 | /a~1b~0c",
                "\"\" | 1 | /"
            })
    void aBrokenRuleIsToldWithItsPointer(String field, String value, String pointer) {
        assertThat(faults(with(field, value))).extracting(Fault::pointer).containsExactly(pointer);
    }

    @Test
    void allFaultsAreToldAtOnce() {
        var faults = faults("{\"amount\":\"1\",\"currency\":\"DEM\",\"capture\":\"SOON\",\"surprise\":1,"
                + "\"interaction_expiry\":{\"timestamp\":\"2026-03-02T09:01:00Z\"}}");
        assertThat(faults)
                .extracting(Fault::pointer)
                .containsExactlyInAnyOrder(
                        "/reference",
                        "/amount",
                        "/currency",
                        "/capture",
                        "/return_url",
                        "/surprise",
                        "/interaction_expiry/timestamp");
    }

    @Test
    void lengthsCountCharactersAndNotTheirHalves() {
        assertThat(read(with("reference", quoted("😀".repeat(255)))).reference())
                .hasSize(510);
        assertThat(faults(with("reference", quoted("😀".repeat(256))))).hasSize(1);
    }

    @Test
    void aReturnUrlIsNeededOnlyWhereTheBrowserIsHandedOver() {
        assertThat(read("{\"reference\":\"r\",\"amount\":1,\"currency\":\"SEK\",\"interaction_method\":\"QR_CODE\"}")
                        .returnUrl())
                .isNull();
    }

    @Test
    void anAppLinkMayHaveKlarnasPlaceholders() {
        var link = "acme-app://paid/{klarna.payment_request.id}?s={klarna.payment_request.state}";
        assertThat(read(with("app_return_url", quoted(link))).appReturnUrl()).isEqualTo(link);
    }

    @Test
    void klarnasObjectsAreForwardedUnaltered() {
        var data = "{\"line_items\":[{\"unit_price\":4500,\"weight\":1.50,\"name\":\"Hjälm 😀\"}],\"customer\":null}";
        var order = read(with("supplementary_purchase_data", data));
        assertThat(order.payment().supplementaryPurchaseData()).hasToString(data);
    }

    private static StartCheckout read(String json) {
        return StartRequest.read((ObjectNode) ApiJson.read(json.getBytes(StandardCharsets.UTF_8)), ACME, NOW);
    }

    private static List<Fault> faults(String json) {
        return catchThrowableOfType(InvalidRequestException.class, () -> read(json))
                .faults();
    }

    /** The least request with one field changed; without it where the value is absent. */
    private static String with(String field, String value) {
        var body = (ObjectNode) ApiJson.read(LEAST.getBytes(StandardCharsets.UTF_8));
        body.remove(field);
        if (value != null) {
            var name = field.replace("\"", "");
            var json = "{" + quoted(name) + ":" + value + "}";
            body.set(name, ApiJson.read(json.getBytes(StandardCharsets.UTF_8)).get(name));
        }
        return body.toString();
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
