package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.SharedApi.id;
import static dev.kassa.checkout.api.SharedApi.reference;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.kassa.klarna.PaymentRequestState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class CustomerReturnTest {
    private static final String UNKNOWN = "chk_" + "a".repeat(52);

    @RegisterExtension
    static final SharedApi api = new SharedApi();

    @Test
    void aReturnIsAHintThatMakesTheRunRead() {
        var started = api.start(reference() + " å&=", ScriptedKlarna.STEP_UP);
        var id = started.field("/payment_request/payment_request_id");
        api.klarna().is(PaymentRequestState.COMPLETED, id);
        var returned = api.get(api.returnPath(started, 1) + "&state=DECLINED")
                .header("Authorization", "")
                .send();
        assertThat(returned.status()).isEqualTo(303);
        assertThat(returned.header("Location"))
                .startsWith("https://shop.example/r?checkout_id=" + id(started) + "&reference=")
                .contains("%20%C3%A5%26%3D")
                .endsWith("&status=AUTHORIZED");
        assertThat(api.klarna().reads).containsOnlyOnce(id);
        api.get(api.returnPath(started, 1)).send();
        assertThat(api.klarna().reads).containsOnlyOnce(id);
    }

    @Test
    void aReturnWithoutAnOutcomeLeavesTheStatusOut() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var returned = api.get(api.returnPath(started, 1)).send();
        assertThat(returned.status()).isEqualTo(303);
        assertThat(returned.header("Location")).doesNotContain("status=");
        long read = api.klarna().reads.stream()
                .filter(started.field("/payment_request/payment_request_id")::equals)
                .count();
        api.get(api.returnPath(started, 1)).send();
        assertThat(api.klarna().reads.stream()
                        .filter(started.field("/payment_request/payment_request_id")::equals)
                        .count())
                .isEqualTo(read)
                .isEqualTo(1);
    }

    @Test
    void withoutItsKeyAReturnIsAPlain404() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var path = "/v1/return/" + id(started);
        for (var unknown : List.of(
                path,
                path + "?k=",
                path + "?k=1.AAAAAAAAAAAAAAAAAAAAAA",
                api.returnPath(started, 1).replace("k=1.", "k=2."),
                api.returnPath(started, 1).replace(id(started), UNKNOWN),
                "/v1/return/x?k=1.a")) {
            var answer = api.get(unknown).send();
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).startsWith("text/plain");
        }
    }

    @Test
    void whateverElseABrowserBringsIsNeitherReadNorRepeatedNorLogged() throws Exception {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var logged = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        logged.start();
        root.addAppender(logged);
        try {
            var junk = "&state=COMPLETED&payment_token=canary-token&klarna_network_session_token=canary-token"
                    + "&payment_request_id=" + UNKNOWN + "&reference=canary-token&checkout_id=canary-token"
                    + "&return_url=https://evil.example&url=//evil.example&k=canary-token";
            var answer = api.raw("GET " + api.returnPath(started, 1) + junk.replace("&k=canary-token", "")
                    + "&x={klarna.payment_request.klarna_network_session_token} HTTP/1.1");
            assertThat(answer).startsWith("HTTP/1.1 303").contains("Location: https://shop.example/r?checkout_id=");
            assertThat(answer).contains("Referrer-Policy: no-referrer").contains("Cache-Control: no-store");
            assertThat(answer).doesNotContain("canary").doesNotContain("evil").doesNotContain("status=");
            var twice = api.get(api.returnPath(started, 1) + junk).send();
            assertThat(twice.status()).as("two keys").isEqualTo(404);
            assertThat(twice.text()).isEqualTo("Not found\n");
        } finally {
            root.detachAppender(logged);
        }
        assertThat(logged.list).noneMatch(event -> event.getFormattedMessage().contains("canary"));
        assertThat(api.accessLog())
                .contains("\"GET /v1/return/" + id(started))
                .doesNotContain("canary")
                .doesNotContain("?");
    }

    @Test
    void atMostOneReadInTenSecondsAndNoneOnceItIsFinal() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var requestId = started.field("/payment_request/payment_request_id");
        for (int i = 0; i < 3; i++) {
            assertThat(api.get(api.returnPath(started, 1)).send().status()).isEqualTo(303);
        }
        assertThat(reads(requestId)).isEqualTo(1);
        api.cancel(started);
        long length = api.historyLength(id(started));
        api.ahead(Duration.ofSeconds(11), () -> {
            var back = api.get(api.returnPath(started, 1)).send();
            assertThat(back.header("Location")).endsWith("&status=CANCELED");
        });
        assertThat(api.historyLength(id(started))).isEqualTo(length);
        assertThat(reads(requestId)).isEqualTo(1);
    }

    @Test
    void anOlderAttemptsLinkLeadsBackButCausesNoRead() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        api.cancel(started);
        var second = api.restart(started, "");
        var requestId = second.field("/payment_request/payment_request_id");
        assertThat(api.get(api.returnPath(started, 1)).send().status()).isEqualTo(303);
        assertThat(reads(requestId)).isZero();
        assertThat(api.get(api.returnPath(started, 2)).send().status()).isEqualTo(303);
        assertThat(reads(requestId)).isEqualTo(1);
    }

    private static long reads(String requestId) {
        return api.klarna().reads.stream().filter(requestId::equals).count();
    }
}
