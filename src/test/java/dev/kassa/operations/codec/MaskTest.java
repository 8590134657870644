package dev.kassa.operations.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.secret.PayloadJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class MaskTest {
    @Test
    void whatAMerchantHandsThroughKeepsItsShapeItsPricesAndNoText() {
        assertThat(masked("""
                {"supplementary_purchase_data": {
                  "purchase_reference": "order-1", "reference": "order-1", "status": "VIP",
                  "customer": {"given_name": "Astrid", "phone": 46701234567, "born": 19740101, "vip": true, "x": null},
                  "line_items": [{"name": "Helmet", "quantity": 2, "unit_price": 5918, "total_tax_amount": 1, "tax_rate": 2500}],
                  "keywords": ["gift", 1]}}""")).isEqualTo(json("""
                {"supplementary_purchase_data": {
                  "purchase_reference": "***", "reference": "***", "status": "***",
                  "customer": {"given_name": "***", "phone": "***", "born": "***", "vip": true, "x": null},
                  "line_items": [{"name": "***", "quantity": 2, "unit_price": 5918, "total_tax_amount": 1, "tax_rate": 2500}],
                  "keywords": ["***", "***"]}}"""));
    }

    @ParameterizedTest
    @CsvSource({"interoperability_data", "klarna_network_data", "request_customer_token", "supplementary_purchase_data"
    })
    void allFourOfKlarnasObjectsAreForeignAtAnyDepth(String name) {
        assertThat(masked("{\"payment\": {\"%s\": {\"a\": {\"reference\": \"Astrid\"}}}}".formatted(name))
                        .toString())
                .doesNotContain("Astrid");
    }

    @ParameterizedTest
    @CsvSource({
        "customer_token",
        "sealed_token",
        "sealed_session_token",
        "session_token",
        "payment_token",
        "return_url",
        "app_return_url",
        "payment_request_url",
        "image_url",
        "target_url",
        "email",
        "phone",
        "given_name",
        "a_field_of_a_later_release"
    })
    void whatIsNotOnTheListIsMasked(String name) {
        assertThat(masked("{\"%s\": \"Astrid\"}".formatted(name)).path(name).asString())
                .isEqualTo("***");
    }

    @ParameterizedTest
    @CsvSource({"reference", "status", "reason", "payment_request_id", "session_expires_at", "message", "error_code"})
    void whatAnOperatorNeedsIsShown(String name) {
        assertThat(masked("{\"%s\": \"shown\"}".formatted(name)).path(name).asString())
                .isEqualTo("shown");
    }

    @Test
    void theGivenOneIsNotChangedAndNumbersKeepTheirDigits() {
        var given = json("{\"amount\": 118.3600, \"email\": \"Astrid\"}");
        var copy = given.deepCopy();
        assertThat(Mask.over(given).toString()).contains("118.3600");
        assertThat(given).isEqualTo(copy);
    }

    private static JsonNode masked(String json) {
        return Mask.over(json(json));
    }

    private static JsonNode json(String json) {
        return PayloadJson.mapper().readTree(json);
    }
}
