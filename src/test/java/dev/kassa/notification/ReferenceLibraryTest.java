package dev.kassa.notification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.kassa.checkout.MerchantEvent;
import dev.kassa.secret.PayloadJson;
import dev.kassa.secret.Secret;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Another language's reference library of Standard Webhooks takes what we sign, and nothing else.
 *
 * <p>It needs a Python with the package {@code standardwebhooks}: {@code KASSA_WEBHOOKS_PYTHON} names its interpreter, as
 * {@code .ci/run} does; without that {@code python3} is asked. Where it is named it must work.
 */
class ReferenceLibraryTest {
    private static final String VARIABLE = "KASSA_WEBHOOKS_PYTHON";
    private static final String NEEDED =
            "NOT VERIFIED by another language's Standard Webhooks: this test needs a Python with the package"
                    + " standardwebhooks (python3 -m venv V && V/bin/pip install standardwebhooks==1.1.0), named by "
                    + VARIABLE + "=V/bin/python";
    private static final String VERIFY = """
            import sys, json
            from standardwebhooks import Webhook, WebhookVerificationError
            letter = json.load(sys.stdin)
            try:
                Webhook(letter["secret"]).verify(letter["body"], letter["headers"])
                print("verified")
            except WebhookVerificationError as refused:
                print("refused:", refused)
            """;
    private static final String BODY =
            "{\"type\":\"checkout.authorized\",\"data\":{\"reference\":\"order-ÅÄÖ-😀\",\"amount\":11836}}";

    @BeforeAll
    static void findPython() throws Exception {
        var required = System.getenv(VARIABLE) != null;
        if (!required && !isThere()) {
            System.err.println("\n" + "!".repeat(100) + "\n" + NEEDED + "\n" + "!".repeat(100) + "\n");
            assumeThat(false).as(NEEDED).isTrue();
        }
        assertThat(isThere()).as(NEEDED).isTrue();
    }

    @Test
    void whatWeSignIsVerified() throws Exception {
        var headers = Signature.headers(PostOffice.FIRST, "msg_1", Instant.now(), BODY);
        assertThat(python(PostOffice.FIRST, headers, BODY)).isEqualTo("verified");
    }

    @Test
    void aBodyThatChangedByOneByteIsRefused() throws Exception {
        var headers = Signature.headers(PostOffice.FIRST, "msg_1", Instant.now(), BODY);
        assertThat(python(PostOffice.FIRST, headers, BODY.replace("11836", "11837")))
                .startsWith("refused");
    }

    @Test
    void anotherSecretAndAnOldTimestampAreRefused() throws Exception {
        var headers = Signature.headers(PostOffice.FIRST, "msg_1", Instant.now(), BODY);
        assertThat(python(PostOffice.SECOND, headers, BODY)).startsWith("refused");
        var old = Signature.headers(PostOffice.FIRST, "msg_1", Instant.now().minusSeconds(3600), BODY);
        assertThat(python(PostOffice.FIRST, old, BODY)).startsWith("refused");
    }

    /** Six hours of silence, then a letter of the same id that the library takes as fresh. */
    @Test
    void aLetterThatComesHoursLaterIsVerifiedToo() throws Exception {
        try (var office = new PostOffice()) {
            office.isDown();
            var id = office.tell("order-1", 1, MerchantEvent.Type.AUTHORIZED);
            office.pass(Duration.ofHours(6));
            office.answers(200);
            office.pass(Duration.ofMinutes(70));
            office.becomes(id, delivery -> delivery.status().name().equals("DELIVERED"));
            var last = office.letters.getLast();
            var clock = "import time; _now = " + last.at().getEpochSecond() + "\n"
                    + "import standardwebhooks.webhooks as w, datetime as d\n"
                    + "class At(d.datetime):\n"
                    + "    @classmethod\n"
                    + "    def now(cls, tz=None): return d.datetime.fromtimestamp(_now, tz)\n"
                    + "w.datetime = At\n";
            assertThat(office.letters.getFirst().id()).isEqualTo(last.id());
            assertThat(python(clock + VERIFY, PostOffice.FIRST, last.headers(), last.body()))
                    .isEqualTo("verified");
        }
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return run("import standardwebhooks; print('there')", "").equals("there");
        } catch (IOException missing) {
            return false;
        }
    }

    private static String python(Secret secret, Map<String, String> headers, String body) throws Exception {
        return python(VERIFY, secret, headers, body);
    }

    private static String python(String script, Secret secret, Map<String, String> headers, String body)
            throws Exception {
        var letter = Map.of("secret", secret.reveal(), "headers", headers, "body", body);
        return run(script, PayloadJson.mapper().writeValueAsString(letter));
    }

    private static String run(String script, String input) throws IOException, InterruptedException {
        var interpreter = System.getenv().getOrDefault(VARIABLE, "python3");
        var command = new ArrayList<>(List.of(interpreter, "-c", script));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(UTF_8));
        }
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return output.strip();
    }
}
