package dev.kassa.operations.codec;

import static dev.kassa.operations.codec.Operators.FULL_KEY;
import static dev.kassa.operations.codec.Operators.KEYS;
import static dev.kassa.operations.codec.Operators.MASKED_KEY;
import static dev.kassa.operations.codec.Operators.data;
import static dev.kassa.operations.codec.Operators.encrypted;
import static dev.kassa.operations.codec.Operators.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.TokenSeal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is decoded, for whom, and what of it is shown. */
@ExtendWith(OutputCaptureExtension.class)
class CodecEndpointTest {
    private static final String INPUT = """
            {"reference": "order-1", "payment": {"amount": 11836, "supplementary_purchase_data":
              {"customer": {"email": "astrid@example.com"}}}, "sealed_session_token": "v1.k1.abc"}""";

    private static Operators operators = Operators.withBothKeys();

    @BeforeAll
    static void start() {
        assertThat(operators.management("/")).isNotEqualTo(operators.service("/"));
    }

    @AfterAll
    static void stop() {
        operators.close();
    }

    @Test
    void noKeyShowsATokenNorOneInABodyThatIsATextItself() {
        var checkout = "{\"customer_token\":\"krn:token-1\",\"email\":\"astrid@example.com\"}";
        var notification =
                "{\"body\":\"{\\\"data\\\":{\\\"customer_token\\\":\\\"krn:token-2\\\"},\\\"email\\\":\\\"e\\\"}\"}";

        var fullCheckout = operators.readsJson(FULL_KEY, encrypted(checkout));
        var fullNotification = operators.readsJson(FULL_KEY, encrypted(notification));

        assertThat(fullCheckout.path("email").asString()).isEqualTo("astrid@example.com");
        assertThat(fullCheckout.path("customer_token").asString()).isEqualTo("***");
        assertThat(fullNotification.path("body").asString())
                .isEqualTo("{\"data\":{\"customer_token\":\"***\"},\"email\":\"e\"}");
        assertThat(operators.readsJson(MASKED_KEY, encrypted(checkout)).toString())
                .doesNotContain("krn:token");
        assertThat(operators.readsJson(MASKED_KEY, encrypted(notification)).toString())
                .doesNotContain("krn:token");
    }

    @Test
    void aFullViewKeyReadsAllThatWasEncrypted() {
        assertThat(operators
                        .readsJson(FULL_KEY, encrypted(INPUT))
                        .at("/payment/supplementary_purchase_data/customer/email"))
                .hasToString("\"astrid@example.com\"");
    }

    @Test
    void anotherKeyReadsWhatAnOperatorNeedsAndNoCustomer() {
        var read = operators.readsJson(MASKED_KEY, encrypted(INPUT));
        assertThat(read.path("reference").asString()).isEqualTo("order-1");
        assertThat(read.at("/payment/amount").asInt()).isEqualTo(11836);
        assertThat(read.toString()).doesNotContain("astrid").doesNotContain("v1.k1");
    }

    @Test
    void aSealedTokenRemainsSealedForEverybody() {
        String token = "krn:klarna:network:payment-token:secret";
        String sealed = new TokenSeal(KEYS).seal(token, "krn:payment:request:1");
        var event = encrypted("{\"kind\": \"REQUEST_COMPLETED\", \"sealed_token\": \"" + sealed + "\"}");
        assertThat(operators.readsJson(FULL_KEY, event).path("sealed_token").asString())
                .isEqualTo(sealed)
                .doesNotContain(token);
        assertThat(operators.readsJson(MASKED_KEY, event).path("sealed_token").asString())
                .isEqualTo("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {MASKED_KEY, FULL_KEY})
    void plainPayloadsComeBackUnchanged(String key) {
        var plain = json("{\"reason\": \"the customer called\", \"email\": \"astrid@example.com\"}");
        assertThat(operators.reads(key, plain)).containsExactly(Payloads.write(plain));
    }

    @Test
    void numberAndOrderAreKeptHoweverMixed() {
        var payloads = IntStream.range(0, 40)
                .mapToObj(i -> i % 3 == 0 ? json("{\"attempt\":" + i + "}") : encrypted("{\"attempt\":" + i + "}"))
                .toArray(io.temporal.api.common.v1.Payload[]::new);
        assertThat(operators.reads(MASKED_KEY, payloads))
                .extracting(payload -> data(payload).path("attempt").asInt())
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
    }

    @Test
    void anOlderKeyOfTheRingStillDecodes() {
        var old = encrypted(json("{\"attempt\":7}"), new KeyRing(List.of(Operators.key("k1"))));
        assertThat(operators.readsJson(FULL_KEY, old).path("attempt").asInt()).isEqualTo(7);
    }

    @Test
    void whatCannotBeDecryptedIsHandedBackAmongTheRestAndLogged(CapturedOutput log) {
        var foreign = encrypted(json("{\"attempt\":1}"), new KeyRing(List.of(Operators.key("k9"))));
        var altered = encrypted("{\"attempt\":2}").toBuilder()
                .putMetadata("encryption-workflow-id", ByteString.copyFromUtf8("chk_2"))
                .build();
        var read = operators.reads(FULL_KEY, foreign, altered, encrypted("{\"attempt\":3}"));
        assertThat(read.get(0)).isEqualTo(Payloads.write(foreign));
        assertThat(read.get(1)).isEqualTo(Payloads.write(altered));
        assertThat(data(read.get(2)).path("attempt").asInt()).isEqualTo(3);
        assertThat(log.getAll()).contains("A payload is handed back encrypted.").contains("k9");
    }

    @Test
    void whatIsNotJsonIsNotShownWhereDataIsMasked() {
        var binary = Operators.payload("binary/plain", "astrid");
        assertThat(operators.readsJson(MASKED_KEY, encrypted(binary, KEYS)).asString())
                .isEqualTo("*** (6 bytes)");
        var nothing = Operators.payload("binary/null", "");
        assertThat(operators.reads(MASKED_KEY, encrypted(nothing, KEYS))).containsExactly(Payloads.write(nothing));
    }

    @Test
    void whatTheSdkSaysOfARunIsShownWhole() {
        var metadata = Operators.payload("json/protobuf", "{\"currentDetails\": \"**AUTHORIZED**\"}").toBuilder()
                .putMetadata("messageType", ByteString.copyFromUtf8("temporal.api.sdk.v1.WorkflowMetadata"))
                .build();
        assertThat(operators
                        .readsJson(MASKED_KEY, encrypted(metadata, KEYS))
                        .path("currentDetails")
                        .asString())
                .isEqualTo("**AUTHORIZED**");
    }

    @Test
    void aSummaryIsShown() {
        assertThat(operators
                        .readsJson(MASKED_KEY, encrypted("\"Session ends soon\""))
                        .asString())
                .isEqualTo("Session ends soon");
    }

    @Test
    void theQueryStringCountsForNothing() {
        var request = operators
                .post("/codec/decode?preserveStorageRefs=true", Operators.body(encrypted("{}")))
                .header("Authorization", "Bearer " + FULL_KEY);
        assertThat(operators.send(request).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"payloads\": 1}",
                "{\"payloads\": [1]}",
                "{\"payloads\": [{\"data\": \"astrid?\"}]}",
                "{\"payloads\": [{\"metadata\": {\"encoding\": 1}}]}"
            })
    void aBodyThatIsNoneIsRefusedWithoutBeingRepeated(String body) {
        var answer =
                operators.send(operators.post("/codec/decode", body).header("Authorization", "Bearer " + FULL_KEY));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("astrid");
    }

    @Test
    void aBodyOfMoreThanEightMebibytesIsRefused() {
        var body = "{\"payloads\": [{\"data\": \"" + "A".repeat(Answers.LONGEST_BODY) + "\"}]}";
        var answer =
                operators.send(operators.post("/codec/decode", body).header("Authorization", "Bearer " + FULL_KEY));
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void eachUseIsOneLineAndNeverThePayload(CapturedOutput log) {
        operators.send(operators
                .decode(encrypted(INPUT), encrypted(INPUT))
                .header("Origin", "https://temporal.example")
                .header("Authorization", "Bearer " + MASKED_KEY));
        var name = Operators.sha256(MASKED_KEY).substring(0, 8);
        assertThat(log.getAll().lines().filter(line -> line.contains("decodes")))
                .singleElement()
                .asString()
                .contains("MASKED key " + name + " decodes 2 payloads for https://temporal.example");
        assertThat(log.getAll()).doesNotContain("astrid", MASKED_KEY, "order-1");
    }

    /** The UI sends nothing where encoding fails, and what it sends is accepted in the clear. */
    @Test
    void whatTheUiSendsIsEncodedAsItIs() {
        var update = json("{\"reason\": \"the customer called\"}");
        var answer = operators.send(operators.post("/codec/encode", Operators.body(update)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(Operators.body(update));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/codec/decode", "/codec/encode", "/codec/sign-in", "/codec/sign-out"})
    void nothingOfItIsOnTheServicesPort(String path) {
        var request = HttpRequest.newBuilder(operators.service(path))
                .header("Authorization", "Bearer " + FULL_KEY)
                .POST(BodyPublishers.ofString(Operators.body()));
        assertThat(operators.send(request).statusCode()).isEqualTo(404);
    }
}
