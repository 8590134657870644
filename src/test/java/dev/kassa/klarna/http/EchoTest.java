package dev.kassa.klarna.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

/** What Klarna repeats of a customer is not repeated to anybody else. */
class EchoTest {
    private static final Echo ECHO = Echo.of("""
            {"currency": "EUR", "request_payment_transaction": {"amount": 9000},
             "supplementary_purchase_data": {"customer": {"email": "astrid@example.com", "given_name": "Astrid", "title": "Ms"},
              "line_items": [{"name": "A red hat", "quantity": 1}]},
             "step_up_config": {"customer_interaction_config": {"method": "HANDOVER", "return_url": "https://shop.example/r?k=1"}}}""".getBytes(UTF_8));

    @Test
    void whatNamesACustomerIsHiddenAndWhatIsWrongIsStillTold() {
        assertThat(hidden("""
                {"error_code":"VALIDATION_ERROR","validation_errors":[\
                {"parameter":"customer.email","reason":"'astrid@example.com' of Astrid is no address"},\
                {"parameter":"line_items[A red hat]","reason":"currency EUR is not HANDOVER, Ms"},\
                {"parameter":"return_url","reason":"https://shop.example/r?k=1 is unknown"}]}""")).isEqualTo("""
                {"error_code":"VALIDATION_ERROR","validation_errors":[\
                {"parameter":"customer.email","reason":"'***' of *** is no address"},\
                {"parameter":"line_items[***]","reason":"currency EUR is not HANDOVER, Ms"},\
                {"parameter":"return_url","reason":"*** is unknown"}]}""");
    }

    @Test
    void aContextThatIsJsonInATextIsHiddenWholeAndInParts() {
        var echo = Echo.of("{\"interoperability_data\":\"{\\\"sdk\\\":\\\"opaque\\\"}\"}".getBytes(UTF_8));
        assertThat(hidden(echo, "{\"errors\":[{\"reason\":\"{\\\"sdk\\\":\\\"opaque\\\"}, opaque\"}]}"))
                .isEqualTo("{\"errors\":[{\"reason\":\"***, ***\"}]}");
    }

    @Test
    void theOlderListIsReadToo() {
        assertThat(hidden("{\"errors\":[{\"parameter\":\"a\",\"error_message\":\"no Astrid\"}]}"))
                .isEqualTo("{\"errors\":[{\"parameter\":\"a\",\"error_message\":\"no ***\"}]}");
    }

    /** Or an order for a book of that name would turn a refusal into something else. */
    @Test
    void theCodeThatDecidesIsLeftAlone() {
        var echo = Echo.of("{\"supplementary_purchase_data\":{\"name\":\"VALIDATION_ERROR\"}}".getBytes(UTF_8));
        var said = "{\"error_code\":\"VALIDATION_ERROR\",\"errors\":[\"VALIDATION_ERROR\",1,null]}";
        assertThat(hidden(echo, said)).isEqualTo(said);
    }

    @Test
    void whatIsNoJsonAndACallWithoutABodyAreLeftAlone() {
        assertThat(hidden("<html>Astrid</html>")).isEqualTo("<html>Astrid</html>");
        assertThat(hidden(Echo.of(null), "{\"errors\":[]}")).isEqualTo("{\"errors\":[]}");
    }

    private static String hidden(String said) {
        return hidden(ECHO, said);
    }

    private static String hidden(Echo echo, String said) {
        var answer = new Answer(400, new HttpHeaders(), said.getBytes(UTF_8));
        return new String(echo.hiddenIn(answer).body(), UTF_8);
    }
}
