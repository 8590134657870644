package dev.kassa.operations.codec;

import static dev.kassa.operations.codec.Operators.FULL_KEY;
import static dev.kassa.operations.codec.Operators.MASKED_KEY;
import static dev.kassa.operations.codec.Operators.data;
import static dev.kassa.operations.codec.Operators.encrypted;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Who may decode: by header, by cookie, and from which pages. */
class SignInTest {
    private static final String EMAIL = "{\"email\": \"astrid@example.com\"}";

    private static Operators operators = Operators.withBothKeys();

    @AfterAll
    static void stop() {
        operators.close();
    }

    @AfterEach
    void now() {
        operators.ahead = Duration.ZERO;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer wrong",
                "Bearer the-key-of-an-operato",
                "Bearer the-key-of-an-operator2",
                "Basic dGhlLWtleS1vZi1hbi1vcGVyYXRvcg==",
                "the-key-of-an-operator"
            })
    void withoutAKeyEverybodyGetsTheSameRefusal(String header) {
        var nobody = operators.send(operators.decode(encrypted(EMAIL)));
        var refused = operators.send(operators.decode(encrypted(EMAIL)).header("Authorization", header));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo(nobody.body()).doesNotContain("astrid");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
    }

    @Test
    void theHashOfAKeyIsNoKey() {
        var request =
                operators.decode(encrypted(EMAIL)).header("Authorization", "Bearer " + Operators.sha256(FULL_KEY));
        assertThat(operators.send(request).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({MASKED_KEY + ", ***", FULL_KEY + ", astrid@example.com"})
    void aCookieShowsWhatItsKeyShows(String key, String email) {
        var answer = decodesWith(operators.signsIn(key));
        assertThat(answer.statusCode()).isEqualTo(200);
        var payloads = JsonMapper.builder().build().readTree(answer.body()).path("payloads");
        assertThat(data(payloads.get(0)).path("email").asString()).isEqualTo(email);
    }

    @Test
    void theCookieIsForThisPathAndNoScriptAndHoldsNothingOfTheKey() {
        var answer = operators.typesKey(MASKED_KEY);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("sign-in");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly", "SameSite=Strict", "Path=/codec", "Max-Age=28800")
                .doesNotContain("Secure")
                .doesNotContain(MASKED_KEY, Operators.sha256(MASKED_KEY).substring(0, 8));
    }

    @Test
    void behindTlsTheCookieIsForTlsOnly() {
        var answer = operators.send(HttpRequest.newBuilder(operators.management("/codec/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Forwarded-Proto", "https")
                .POST(BodyPublishers.ofString("key=" + MASKED_KEY)));
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow()).contains("; Secure");
    }

    @Test
    void aCookieEndsAfterEightHours() {
        var cookie = operators.signsIn(MASKED_KEY);
        operators.ahead = Duration.ofHours(8).minusMinutes(1);
        assertThat(decodesWith(cookie).statusCode()).isEqualTo(200);
        operators.ahead = Duration.ofHours(8).plusSeconds(1);
        assertThat(decodesWith(cookie).statusCode()).isEqualTo(401);
    }

    @Test
    void aCookieWhoseEndWasMovedIsNone() {
        var cookie = operators.signsIn(MASKED_KEY);
        int dot = cookie.indexOf('.');
        assertThat(decodesWith("kassa-codec=99999999999" + cookie.substring(dot))
                        .statusCode())
                .isEqualTo(401);
        assertThat(decodesWith("kassa-codec=999999999999" + cookie.substring(dot))
                        .statusCode())
                .isEqualTo(401);
        assertThat(decodesWith("kassa-codec=").statusCode()).isEqualTo(401);
    }

    @Test
    void aCookieDiesWithItsKeyAndCountsAtEveryReplica() {
        var cookie = operators.signsIn(FULL_KEY);
        try (var replica = Operators.withBothKeys();
                var later = new Operators(
                        new CodecSettings(List.of(Operators.sha256(MASKED_KEY)), List.of(), Operators.UI))) {
            assertThat(decodesWith(replica, cookie).statusCode()).isEqualTo(200);
            assertThat(decodesWith(later, cookie).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aWrongHeaderIsNotMadeGoodByACookie() {
        var request = operators
                .decode(encrypted(EMAIL))
                .header("Cookie", operators.signsIn(FULL_KEY))
                .header("Authorization", "Bearer wrong");
        assertThat(operators.send(request).statusCode()).isEqualTo(401);
    }

    @Test
    void aKeyThatIsNoneGetsTheFormAgainAndNoCookie() {
        var answer = operators.typesKey("%3Cscript%3Ewrong");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.body())
                .contains("role=\"alert\"", "type=\"password\"")
                .doesNotContain("wrong");
    }

    @Test
    void aKeyInTheQueryStringIsNotTaken() {
        var request = HttpRequest.newBuilder(operators.management("/codec/sign-in?key=" + FULL_KEY))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(""));
        assertThat(operators.send(request).statusCode()).isEqualTo(401);
    }

    @Test
    void whoSignsOutHasNoCookieAnyMore() {
        var answer = operators.send(
                HttpRequest.newBuilder(operators.management("/codec/sign-out")).POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("kassa-codec=;")
                .contains("Max-Age=0", "Path=/codec");
    }

    @Test
    void whoIsSignedInIsToldWhatTheKeyShowsAndWhatTheUiMustKnow() {
        var page = operators.send(HttpRequest.newBuilder(operators.management("/codec/sign-in"))
                .header("Cookie", operators.signsIn(MASKED_KEY)));
        assertThat(page.body())
                .contains("Customers' data is masked", "Sign out", "https://temporal.example")
                .contains(operators.management("/codec").toString());
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
    }

    @Test
    void thePagesOfTheOneOriginMayAskWithACookie() {
        var answer = preflight(operators, "https://temporal.example");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("https://temporal.example");
        assertThat(header(answer, "Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(header(answer, "Access-Control-Allow-Methods")).contains("POST");
        assertThat(header(answer, "Access-Control-Allow-Headers"))
                .isEqualTo("content-type, x-namespace, authorization");

        var refused = operators.send(operators.decode().header("Origin", "https://temporal.example"));
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo("https://temporal.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "https://temporal.example.evil", "http://temporal.example", "null"})
    void thePagesOfAnyOtherOriginMayNot(String origin) {
        var answer = preflight(operators, origin);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        var call = operators
                .decode(encrypted(EMAIL))
                .header("Origin", origin)
                .header("Cookie", operators.signsIn(FULL_KEY));
        assertThat(operators.send(call).body()).doesNotContain("data");
    }

    @Test
    void withoutAnOriginThereAreNoCorsHeadersAndWithoutKeysThereIsNobody() {
        try (var closed = new Operators(new CodecSettings(List.of(), List.of(), null))) {
            assertThat(preflight(closed, "https://temporal.example").headers().map())
                    .doesNotContainKey("access-control-allow-origin");
            for (var key : List.of(MASKED_KEY, FULL_KEY)) {
                assertThat(closed.send(closed.decode().header("Authorization", "Bearer " + key))
                                .statusCode())
                        .isEqualTo(401);
                assertThat(closed.typesKey(key).statusCode()).isEqualTo(401);
            }
        }
    }

    private static HttpResponse<String> preflight(Operators asked, String origin) {
        return asked.send(HttpRequest.newBuilder(asked.management("/codec/decode"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "content-type,x-namespace,authorization"));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }

    private static HttpResponse<String> decodesWith(String cookie) {
        return decodesWith(operators, cookie);
    }

    private static HttpResponse<String> decodesWith(Operators asked, String cookie) {
        return asked.send(asked.decode(encrypted(EMAIL)).header("Cookie", cookie));
    }
}
