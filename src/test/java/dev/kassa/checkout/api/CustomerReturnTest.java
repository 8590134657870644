package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.SharedApi.id;
import static dev.kassa.checkout.api.SharedApi.reference;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.PaymentRequestState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
}
