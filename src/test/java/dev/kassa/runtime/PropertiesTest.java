package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kassa.klarna.ExpiryField;
import dev.kassa.klarna.http.CallRates;
import dev.kassa.klarna.http.UpdateMethod;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class PropertiesTest {
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String SECRET = "not-for-any-log";

    private final Map<String, Object> properties = new LinkedHashMap<>(Map.ofEntries(
            Map.entry("spring.temporal.connection.target", "127.0.0.1:7233"),
            Map.entry("kassa.public-url", "https://pay.example"),
            Map.entry("kassa.klarna.base-url", "https://api-global.test.klarna.com/v2"),
            Map.entry("kassa.klarna.api-key", SECRET),
            Map.entry("kassa.klarna.signing-keys[0].id", "krn:key"),
            Map.entry("kassa.klarna.signing-keys[0].key", SECRET),
            Map.entry("kassa.merchants[0].id", "acme"),
            Map.entry("kassa.merchants[0].partner-account-id", "krn:account"),
            Map.entry("kassa.merchants[0].api-keys-sha256[0]", "0".repeat(64)),
            Map.entry("kassa.merchants[0].return-url-origins[0]", "https://shop.example"),
            Map.entry("kassa.encryption.keys[0].id", "k1"),
            Map.entry("kassa.encryption.keys[0].key", KEY)));

    @Test
    void allThatIsNeededIsEnoughAndTheRestHasItsDefaults() {
        var kassa = read();
        assertThat(kassa.roles()).containsExactlyInAnyOrder(KassaProperties.Role.values());
        assertThat(kassa.klarna().tokenSafetyMargin()).isEqualTo(Duration.ofMinutes(3));
        assertThat(kassa.klarna().live()).isFalse();
        assertThat(kassa.rateLimit().burst()).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api-global.test.klarna.com/v2, , , 4, 45",
        "https://api-global.klarna.com/v2, , , 36, 180",
        "http://127.0.0.1:8090/v2, , , 36, 180",
        "https://api-global.test.klarna.com/v2, 10, , 10, 45",
        "https://api-global.klarna.com/v2, , 500, 36, 500",
    })
    void klarnaGetsNoMoreCallsThanItIsKnownToTakeUnlessItIsToldOtherwise(
            String url,
            @Nullable String authorizations,
            @Nullable String management,
            int expectedAuthorizations,
            int expectedManagement) {
        properties.put("kassa.klarna.base-url", url);
        if (authorizations != null) {
            properties.put("kassa.klarna.rate-limit.authorizations-per-second", authorizations);
        }
        if (management != null) {
            properties.put("kassa.klarna.rate-limit.management-per-second", management);
        }
        assertThat(KlarnaConfiguration.rates(read().klarna()))
                .isEqualTo(new CallRates(expectedAuthorizations, expectedManagement));
    }

    @Test
    void whereKlarnasDocumentsContradictEachOtherTheNewerIsFollowedUnlessItIsToldOtherwise() {
        assertThat(read().klarna().updateMethod()).isEqualTo(UpdateMethod.PATCH);
        assertThat(read().klarna().expiryField()).isEqualTo(ExpiryField.INTERACTION_EXPIRY);
        properties.put("kassa.klarna.update-method", "put");
        properties.put("kassa.klarna.expiry-field", "payment-request-expires-at");
        assertThat(read().klarna().updateMethod()).isEqualTo(UpdateMethod.PUT);
        assertThat(read().klarna().expiryField()).isEqualTo(ExpiryField.PAYMENT_REQUEST_EXPIRES_AT);
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        properties.clear();
        assertThat(faults())
                .extracting(PropertyFault::property)
                .containsExactly(
                        "spring.temporal.connection.target",
                        "kassa.public-url",
                        "kassa.klarna.base-url",
                        "kassa.klarna.api-key",
                        "kassa.klarna.signing-keys",
                        "kassa.merchants",
                        "kassa.encryption.keys");
    }

    @ParameterizedTest
    @CsvSource({
        "kassa.public-url, pay.example",
        "kassa.public-url, ''",
        "kassa.public-url, http://pay.example",
        "kassa.klarna.base-url, ftp://klarna.example",
        "kassa.klarna.live, perhaps",
        "kassa.klarna.token-safety-margin, PT2H",
        "kassa.klarna.token-safety-margin, soon",
        "kassa.klarna.signing-keys[0].key, ' '",
        "kassa.klarna.update-method, POST",
        "kassa.klarna.expiry-field, never",
        "kassa.klarna.rate-limit.authorizations-per-second, 1",
        "kassa.klarna.rate-limit.management-per-second, 0",
        "kassa.merchants[0].id, a b",
        "kassa.merchants[0].api-keys-sha256[0], not-for-any-log",
        "kassa.merchants[0].return-url-origins[0], https://shop.example/path",
        "kassa.encryption.keys[0].key, c2hvcnQ=",
        "kassa.rate-limit.per-second, many",
        "kassa.rate-limit.burst, 0",
        "kassa.roles, cook",
        "kassa.merchants-file, merchants.yaml",
        "kassa.sandbox.port, 70000",
        "kassa.codec.api-keys-sha256[0], not-for-any-log",
        "kassa.codec.allowed-origin, https://temporal.example/ui",
        "kassa.codec.allowed-origin, https://temporal.example/",
        "kassa.codec.allowed-origin, http://temporal.example",
        "kassa.codec.allowed-origin, *"
    })
    void aWrongValueIsNamedWithoutBeingRepeated(String property, String value) {
        properties.put(property, value);
        assertThat(faults()).singleElement().satisfies(fault -> {
            assertThat(property).startsWith(fault.property().replaceAll("\\[0]$", ""));
            assertThat(fault.fault()).doesNotContain(SECRET);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"kassa.merchants[0].notification", "kassa.merchants[1]", "kassa.klarna.tls"})
    void aValueWhereAGroupBelongsIsNamedWithoutBeingRepeated(String property) {
        properties.put(property, SECRET);
        assertThat(faults()).isNotEmpty().allSatisfy(fault -> {
            assertThat(fault.property()).startsWith("kassa.");
            assertThat(fault.fault()).doesNotContain(SECRET);
        });
        assertThat(faults()).extracting(PropertyFault::property).contains(property);
    }

    @ParameterizedTest
    @CsvSource({"api, true", "'API,worker', true", "worker, false", "cook, false"})
    void whetherTheApiIsServedIsReadWithoutJudging(String roles, boolean served) {
        properties.put("kassa.roles", roles);
        assertThat(ApiRole.IsSet.in(environment())).isEqualTo(served);
    }

    @Test
    void aMisspeltPropertyIsNotKnown() {
        properties.put("kassa.klarna.live-mode", "true");
        assertThat(faults()).containsExactly(new PropertyFault("kassa.klarna.live-mode", "is not known"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080"})
    void plainHttpIsForLoopback(String url) {
        properties.put("kassa.public-url", url);
        assertThat(read().publicUrl()).hasToString(url);
    }

    @Test
    void plainHttpBeyondLoopbackMustBeAllowedAndNeverWithLiveMoney() {
        properties.put("kassa.public-url", "http://kassa:8080");
        properties.put("kassa.allow-plain-http", "true");
        assertThat(read().publicUrl()).hasToString("http://kassa:8080");
        properties.put("kassa.klarna.live", "true");
        assertThat(faults()).extracting(PropertyFault::property).containsExactly("kassa.allow-plain-http");
    }

    @ParameterizedTest
    @CsvSource({
        "url, https://user:not-for-any-log@shop.example/hooks",
        "url, http://shop.example/hooks",
        "url, ftp://shop.example/hooks",
        "url, https:///hooks",
        "url, https://shop.example/hooks#not-for-any-log",
        "url, ''",
        "secret, not-for-any-log",
        "secret, whsec_not-for-any-log",
        "secret, whsec_c2hvcnQ=",
        "secret, MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "secret, ''"
    })
    void aReceiverThatCannotBeToldIsRefusedAtTheStart(String property, String value) {
        notified();
        properties.put("kassa.merchants[0].notification." + property, value);
        assertThat(faults()).singleElement().satisfies(fault -> {
            assertThat(fault.property()).isEqualTo("kassa.merchants[0].notification." + property);
            assertThat(fault.fault()).doesNotContain(SECRET);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example/hooks?token=a", "http://127.0.0.1:9000/hooks"})
    void aReceiverMayHaveAQueryAndOnThisMachinePlainHttp(String url) {
        notified();
        properties.put("kassa.merchants[0].notification.url", url);
        assertThat(read().merchants().getFirst().notification())
                .satisfies(receiver -> assertThat(receiver.url()).hasToString(url));
    }

    private void notified() {
        properties.put("kassa.merchants[0].notification.url", "https://shop.example/hooks");
        properties.put("kassa.merchants[0].notification.secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    }

    @Test
    void twoMerchantsShareNeitherIdNorKey() {
        properties.put("kassa.merchants[1].id", "acme");
        properties.put("kassa.merchants[1].partner-account-id", "krn:other");
        properties.put("kassa.merchants[1].api-keys-sha256[0]", "0".repeat(64));
        assertThat(faults())
                .extracting(PropertyFault::property)
                .containsExactly("kassa.merchants[1].id", "kassa.merchants[1].api-keys-sha256");
    }

    @Test
    void aCodecKeySeesEitherAllOrNot() {
        properties.put("kassa.codec.api-keys-sha256[0]", "ab".repeat(32));
        properties.put("kassa.codec.full-view-api-keys-sha256[0]", "AB".repeat(32));
        assertThat(faults())
                .extracting(PropertyFault::property)
                .containsExactly("kassa.codec.full-view-api-keys-sha256");
    }

    @Test
    void noSecretIsPrinted() {
        assertThat(read().toString()).doesNotContain(SECRET).doesNotContain(KEY);
    }

    @Test
    void theAnalysisListsEveryFault() {
        properties.remove("kassa.public-url");
        properties.remove("kassa.klarna.api-key");
        var failure = catchThrowableOfType(InvalidPropertiesException.class, this::read);
        var analysis = new InvalidPropertiesAnalyzer().analyze(failure, failure);
        assertThat(analysis.getDescription())
                .contains("kassa.public-url is missing", "kassa.klarna.api-key is missing");
        assertThat(failure.getExitCode()).isEqualTo(1);
    }

    @Test
    void aGoodRestDoesNotHideOneFault() {
        properties.remove("kassa.encryption.keys[0].key");
        assertThatExceptionOfType(InvalidPropertiesException.class)
                .isThrownBy(this::read)
                .withMessageContaining("kassa.encryption.keys[0].key");
    }

    private List<PropertyFault> faults() {
        return catchThrowableOfType(InvalidPropertiesException.class, this::read)
                .faults();
    }

    private KassaProperties read() {
        return PropertiesReader.read(environment());
    }

    private StandardEnvironment environment() {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        return environment;
    }
}
