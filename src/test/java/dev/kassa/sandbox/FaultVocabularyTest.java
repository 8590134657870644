package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every fault of the closed vocabulary: what its caller hears, and whether the call is executed. */
class FaultVocabularyTest {

    /** Faults whose answers are tried one by one; the rest is in the table. */
    private static final List<String> UNHEARD = List.of(
            "RESET_BEFORE",
            "RESET_AFTER",
            "EXECUTED_BUT_TIMED_OUT",
            "HANG_59S_BEFORE",
            "HANG_59S_AFTER",
            "SLOW_BODY",
            "CUT_BODY");

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults().withTicking(false));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL_ERROR_500_BEFORE, 500, application/json, INTERNAL_ERROR, false",
        "INTERNAL_ERROR_500, 500, application/json, INTERNAL_ERROR, true",
        "TIMEOUT_500_BEFORE, 500, application/json, TIMEOUT, false",
        "TIMEOUT_500_AFTER, 500, application/json, TIMEOUT, true",
        "SERVER_CONFIGURATION_ERROR_500_BEFORE, 500, application/json, SERVER_CONFIGURATION_ERROR, false",
        "SERVER_CONFIGURATION_ERROR_500_AFTER, 500, application/json, SERVER_CONFIGURATION_ERROR, true",
        "UNAVAILABLE_503, 503, application/json, TEMPORARY_UNAVAILABLE, false",
        "UNAVAILABLE_503_AFTER, 503, application/json, TEMPORARY_UNAVAILABLE, true",
        "BAD_GATEWAY_502_HTML_BEFORE, 502, text/html, <h1>, false",
        "BAD_GATEWAY_502_HTML_AFTER, 502, text/html, <h1>, true",
        "GATEWAY_TIMEOUT_504_BEFORE, 504, text/html, <h1>, false",
        "GATEWAY_TIMEOUT_504_AFTER, 504, text/html, <h1>, true",
        "REQUEST_TIMEOUT_408_BEFORE, 408, '', '', false",
        "REQUEST_TIMEOUT_408_AFTER, 408, '', '', true",
        "REFUSED_400, 400, application/json, VALIDATION_ERROR, false",
        "UNAUTHORIZED_401, 401, application/json, UNAUTHORIZED, false",
        "FORBIDDEN_403, 403, application/json, OPERATION_FORBIDDEN, false",
        "FORBIDDEN_403_WITHOUT_BODY, 403, '', '', false",
        "NOT_FOUND_404, 404, application/json, RESOURCE_NOT_FOUND, false",
        "NOT_FOUND_404_WITHOUT_BODY, 404, '', '', false",
        "CONFLICT_409, 409, application/json, RESOURCE_CONFLICT, false",
        "TOO_LARGE_413, 413, application/json, PAYLOAD_TOO_LARGE, false",
        "RATE_LIMITED_429, 429, application/json, RATE_LIMITED, false",
        "RATE_LIMITED_429_RETRY_AFTER, 429, application/json, RATE_LIMITED, false",
        "REDIRECT_307, 307, '', '', false",
        "TRUNCATED_JSON, 200, application/json, STEP_UP_REQUIRED, true",
        "EMPTY_200, 200, application/json, '', true",
        "UNKNOWN_RESULT, 200, application/json, UNDER_REVIEW, true",
        "UNREADABLE_200, 200, application/json, OK, true",
        "WRONG_CONTENT_TYPE, 200, text/html, STEP_UP_REQUIRED, true",
        "HTML_200_BEFORE, 200, text/html, <h1>, false",
        "HTML_200_AFTER, 200, text/html, <h1>, true",
    })
    void aFaultIsHeardAsItsNameSays(String name, int status, String type, String said, boolean executed) {
        sandbox.faults().next(Operation.AUTHORIZE, fault(name));

        var heard = partner.raw(authorize(Duration.ofSeconds(5)));

        assertThat(heard.statusCode()).isEqualTo(status);
        assertThat(heard.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(heard.body()).contains(said);
        assertThat(heard.body().isEmpty()).isEqualTo(said.isEmpty());
        LedgerEntry entry = sandbox.ledger().getLast();
        assertThat(entry.fault()).isEqualTo(name);
        assertThat(entry.status()).isEqualTo(status);
        assertThat(entry.effect()).isEqualTo(executed ? Effect.CREATED_REQUEST : Effect.NONE);
        assertThat(sandbox.paymentRequests()).hasSize(executed ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "RESET_BEFORE, 0, false",
        "RESET_AFTER, 0, true",
        "EXECUTED_BUT_TIMED_OUT, 0, true",
        "HANG_59S_BEFORE, 500, false",
        "HANG_59S_AFTER, 500, true",
        "CUT_BODY, 200, true"
    })
    void anUnheardFaultGivesNoWholeAnswerInTime(String name, int status, boolean executed) {
        // The JDK's client repeats only idempotent methods: a POST that is reset is reset.
        sandbox.faults().next(Operation.AUTHORIZE, fault(name));

        assertThatThrownBy(() -> partner.raw(authorize(Duration.ofMillis(700))))
                .isInstanceOf(UncheckedIOException.class);

        LedgerEntry entry = sandbox.ledger().getLast();
        assertThat(entry.fault()).isEqualTo(name);
        assertThat(entry.status()).isEqualTo(status);
        assertThat(entry.effect()).isEqualTo(executed ? Effect.CREATED_REQUEST : Effect.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HANG_59S_BEFORE", "HANG_59S_AFTER"})
    void aHangEndsWithKlarnasErrorAfter59Seconds(String name) {
        Klarna klarna = new Klarna(SandboxSettings.defaults());
        klarna.faults.next(Operation.READ, fault(name));
        PartnerApi api = new PartnerApi(
                klarna, new Execution(klarna, new Authorizations(klarna, "http://127.0.0.1/pay/")), _ -> {}, () -> {});
        String path = "/v2" + partner.accountPath() + "/requests/x";

        Reply reply = api.reply(new Call("GET", path, Map.of(), new byte[0]));

        assertThat(reply).isInstanceOfSatisfying(Reply.SendLater.class, late -> {
            assertThat(late.after()).isEqualTo(Duration.ofSeconds(59));
            assertThat(late.answer().status()).isEqualTo(500);
            assertThat(new String(late.answer().body(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("INTERNAL_ERROR");
        });
    }

    @Test
    void aSlowBodyBeginsAtOnceAndIsNotWholeForLong() throws IOException {
        sandbox.faults().next(Operation.AUTHORIZE, Fault.SLOW_BODY);

        // The JDK's timeout ends with the head of an answer; only its stream shows how a body comes.
        try (InputStream body = partner.streamed(authorize(Duration.ofSeconds(5)))) {
            assertThat(body.read()).isEqualTo('{');
            assertThat(body.available()).isLessThan(40);
        }

        assertThat(sandbox.ledger().getLast().fault()).isEqualTo("SLOW_BODY");
        assertThat(sandbox.ledger().getLast().effect()).isEqualTo(Effect.CREATED_REQUEST);
    }

    @Test
    void aRedirectThatIsFollowedIsSeenInTheLedger() {
        sandbox.faults().next(Operation.AUTHORIZE, Fault.REDIRECT_307);

        String location = partner.raw(authorize(Duration.ofSeconds(5)))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        partner.send(partner.request(location.substring("/v2".length())).build());

        assertThat(sandbox.ledger().getLast().path()).isEqualTo("/v2/moved");
    }

    @Test
    void aRateLimitMaySayWhenToComeBack() {
        sandbox.faults().next(Operation.AUTHORIZE, Fault.RATE_LIMITED_429_RETRY_AFTER);

        var heard = partner.raw(authorize(Duration.ofSeconds(5)));

        assertThat(heard.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(heard.headers().firstValue("X-Ratelimit-Limit"))
                .hasValue("40, 40;w=1;name=\"Payment Transaction Authorization\"");
    }

    @Test
    void anUnknownStateOfARequestIsToldByAReadToo() {
        String id = partner.stepUp();
        sandbox.faults().next(Operation.READ, Fault.UNKNOWN_RESULT);

        assertThat(partner.read(id).text("/state")).isEqualTo("UNDER_REVIEW");
        assertThat(partner.read(id).text("/state")).isEqualTo("SUBMITTED");
    }

    @Test
    void everyFaultIsTriedHere() throws NoSuchMethodException {
        CsvSource table = FaultVocabularyTest.class
                .getDeclaredMethod(
                        "aFaultIsHeardAsItsNameSays",
                        String.class,
                        int.class,
                        String.class,
                        String.class,
                        boolean.class)
                .getAnnotation(CsvSource.class);
        List<String> tried = new ArrayList<>(UNHEARD);
        for (String row : table.value()) {
            tried.add(row.substring(0, row.indexOf(',')));
        }

        assertThat(Fault.all()).extracting(Fault::name).containsExactlyInAnyOrderElementsOf(tried);
    }

    private static Fault fault(String name) {
        return Fault.all().stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private HttpRequest authorize(Duration patience) {
        return partner.request(partner.accountPath() + "/authorize")
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("Klarna-Idempotency-Key", java.util.UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(Partner.firstBody()))
                .build();
    }
}
