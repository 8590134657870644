package dev.kassa.klarna.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentTransactionReference;
import dev.kassa.klarna.http.Calls.Call;
import java.net.URLDecoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.NullNode;

/** Ids, references and tokens that could break out of their place, or be printed. */
class OddValuesTest {
    private final ScriptedKlarna server = new ScriptedKlarna();
    private final HttpKlarna klarna = Calls.client(server);

    @AfterEach
    void close() {
        klarna.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b?c#d%e f", "../../secrets", "krn:ü"})
    void anIdStaysOnePathSegmentWhateverItHolds(String id) {
        server.plays(ScriptedKlarna.json(200, "{\"state\":\"SUBMITTED\"}"));

        klarna.readPaymentRequest(Calls.ACCOUNT, new PaymentRequestId(id));

        var segment = server.only().target().substring(server.only().target().lastIndexOf('/') + 1);
        assertThat(segment).doesNotContain("/", "?", "#", " ");
        assertThat(URLDecoder.decode(segment, UTF_8)).isEqualTo(id);
    }

    @Test
    void aDotSegmentIsNoId() {
        assertThatThrownBy(() -> klarna.readPaymentRequest(new PartnerAccountId(".."), Calls.REQUEST))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.received()).isEmpty();
    }

    @Test
    void aReferenceWithoutLettersAndDigitsStillGivesACorrelationId() {
        server.plays(ScriptedKlarna.json(200, Calls.APPROVED));

        klarna.finalizeAuthorization(
                new FinalizeAuthorization(
                        Calls.ACCOUNT,
                        IdempotencyKey.of("x"),
                        new PaymentTransactionReference("-_-"),
                        Calls.payment(NullNode.getInstance())),
                Calls.TOKEN);

        assertThat(server.only().header("Partner-Correlation-Id")).matches("[A-Za-z0-9]{32}");
        assertThat(server.only().body()).doesNotContain("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Injected: 1", "tökén", "a\u0000b", "a\u007f", "a\u001fb"})
    void aTokenThatNoHeaderCanCarryIsRefusedBeforeSendingAndNotQuoted(String token) {
        assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize(Calls.payment(null), token)))
                .isInstanceOf(KlarnaException.Refused.class)
                .hasMessageContaining("Klarna-Network-Session-Token")
                .hasMessageNotContaining(token)
                .hasNoCause();
        assertThat(server.received()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void nothingSecretCanBePrinted(Call call) {
        server.plays(ScriptedKlarna.json(401, Calls.ERROR.formatted("UNAUTHORIZED")));

        assertThatThrownBy(() -> call.make(klarna))
                .isInstanceOf(KlarnaException.Refused.class)
                .hasMessageNotContaining(Calls.API_KEY)
                .hasMessageNotContaining(Calls.TOKEN.reveal());
        assertThat(Calls.settings(server).toString()).doesNotContain(Calls.API_KEY);
    }
}
