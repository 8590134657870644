package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kassa.operations.MerchantsHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

class MerchantsFileTest {
    private static final String SECRET = "not-for-any-log";
    private static final String ACME = merchant("acme", "acme-key");
    private static final String OTHER = merchant("other", "other-key");

    private final StandardEnvironment environment = new StandardEnvironment();

    @TempDir
    private Path directory;

    private Path path = Path.of("");

    @BeforeEach
    void configure() {
        path = directory.resolve("merchants.yaml");
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "test",
                        Map.ofEntries(
                                Map.entry("spring.temporal.connection.target", "127.0.0.1:7233"),
                                Map.entry("kassa.public-url", "https://pay.example"),
                                Map.entry("kassa.klarna.base-url", "https://api-global.test.klarna.com/v2"),
                                Map.entry("kassa.klarna.api-key", SECRET),
                                Map.entry("kassa.klarna.signing-keys[0].id", "krn:key"),
                                Map.entry("kassa.klarna.signing-keys[0].key", SECRET),
                                Map.entry("kassa.encryption.keys[0].id", "k1"),
                                Map.entry(
                                        "kassa.encryption.keys[0].key", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
                                Map.entry("kassa.merchants-file", path.toString()),
                                Map.entry("HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "merchants:\n", "kassa:\n  merchants:\n", "kassa.merchants:\n"})
    void theListMayStandBareOrUnderItsName(String name) throws IOException {
        write(name + ACME.indent(4) + OTHER.indent(4));
        try (var watch = watch()) {
            assertThat(watch.merchants().all()).hasSize(2);
            assertThat(watch.merchants().byKey("acme-key").orElseThrow().id()).isEqualTo("acme");
        }
    }

    @Test
    void aSecretMayStayInTheEnvironment() throws IOException {
        write(ACME + "  notification: {url: 'https://shop.example/hooks', secret: '${HOOK_SECRET}'}\n");
        try (var watch = watch()) {
            assertThat(watch.merchants().byId("acme").orElseThrow().notification())
                    .isNotNull();
        }
    }

    @Test
    void aChangeCountsWithinTenSecondsWithoutARestart() throws IOException {
        write(ACME + OTHER);
        try (var watch = MerchantsWatch.started(file(), InstantSource.system())) {
            var merchants = watch.merchants();
            write(merchant("acme", "new-key") + merchant("third", "third-key"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> merchants.byKey("third-key").isPresent());
            assertThat(merchants.byKey("new-key")).isPresent();
            assertThat(merchants.byKey("acme-key")).as("a key that is gone").isEmpty();
            assertThat(merchants.byKey("other-key"))
                    .as("a merchant who is gone")
                    .isEmpty();
        }
    }

    @Test
    void twoKeysOfAMerchantAreValidWhileTheyAreRotated() throws IOException {
        write(ACME);
        try (var watch = watch()) {
            var merchants = watch.merchants();
            write(ACME.replace("sha256: [", "sha256: [" + RandomKeys.sha256("next-key") + ", "));
            watch.look();
            assertThat(merchants.byKey("acme-key")).isPresent().isEqualTo(merchants.byKey("next-key"));
            write(merchant("acme", "next-key"));
            watch.look();
            assertThat(merchants.byKey("acme-key")).isEmpty();
            assertThat(merchants.byKey("next-key")).isPresent();
        }
    }

    @Test
    void aBadFileKeepsTheOldListAndSaysSoWithoutItsValues() throws IOException {
        write(ACME);
        try (var watch = watch()) {
            var health = new MerchantsHealth(watch.merchants(), watch);
            assertThat(health.health().getDetails())
                    .containsEntry("merchants", 1)
                    .doesNotContainKey("warning");
            for (var bad : bads()) {
                write(bad);
                watch.look();
                assertThat(watch.merchants().byKey("acme-key")).as(bad).isPresent();
                assertThat(watch.faults()).as(bad).isNotEmpty();
                assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
                assertThat(health.health().getDetails()).containsKeys("warning", "faults");
                assertThat(health.health().toString()).doesNotContain(SECRET);
            }
            Files.delete(path);
            watch.look();
            assertThat(watch.faults()).containsExactly("kassa.merchants-file cannot be read: NoSuchFileException");
            assertThat(watch.merchants().byKey("acme-key")).isPresent();
            write(ACME + OTHER);
            watch.look();
            assertThat(watch.faults()).isEmpty();
            assertThat(health.health().getDetails())
                    .containsEntry("merchants", 2)
                    .doesNotContainKey("warning");
        }
    }

    private static String[] bads() {
        return new String[] {
            "",
            "[]",
            SECRET,
            "- id: [" + SECRET,
            "\t" + SECRET + ":\n\t- x",
            "something: else",
            ACME + "  api-key: " + SECRET + "\n",
            ACME + ACME,
            ACME.replace(RandomKeys.sha256("acme-key"), SECRET),
            ACME.replace("https://shop.example", "http://shop.example"),
            ACME + "---\n" + OTHER,
            "merchants:\n" + ACME + "kassa: {codec: " + SECRET + "}\n",
            ACME.replace("acme", "a b")
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- {id: acme} | kassa.merchants-file: merchants[0].partner-account-id is missing",
                "- {id: acme} | kassa.merchants-file: merchants[0].api-keys-sha256 is missing",
                "- {name: x} | kassa.merchants-file: merchants[0].name is not known",
                "- {id: a, api-keys-sha256: [x]} | must be SHA-256 in hex",
                "'- {return-url-origins: [\"https://shop.example/path\"]}' | return-url-origins[0] must be a scheme",
            })
    void atTheStartAllFaultsAreToldAtOnceWithTheOthers(String yaml, String expected) throws IOException {
        write(yaml.replace("'", ""));
        assertThatExceptionOfType(InvalidPropertiesException.class)
                .isThrownBy(() -> PropertiesReader.read(environment))
                .satisfies(wrong -> assertThat(
                                wrong.faults().stream().map(fault -> fault.property() + " " + fault.fault()))
                        .anySatisfy(fault -> assertThat(fault).contains(expected)));
    }

    @Test
    void theListAndTheFileTogetherAreRefused() throws IOException {
        write(ACME);
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("both", Map.of("kassa.merchants[0].id", "acme")));
        assertThatExceptionOfType(InvalidPropertiesException.class)
                .isThrownBy(() -> PropertiesReader.read(environment))
                .satisfies(wrong -> assertThat(wrong.faults())
                        .extracting(PropertyFault::property)
                        .contains("kassa.merchants-file"));
    }

    private MerchantsWatch watch() {
        return new MerchantsWatch(file(), InstantSource.system());
    }

    private MerchantsFile file() {
        return MerchantsFile.of(PropertiesReader.read(environment), environment).orElseThrow();
    }

    private void write(String yaml) throws IOException {
        Files.writeString(path, yaml);
    }

    private static String merchant(String id, String key) {
        return """
                - id: %s
                  partner-account-id: krn:partner:%s
                  api-keys-sha256: [%s]
                  return-url-origins: ["https://shop.example"]
                """.formatted(id, id, RandomKeys.sha256(key));
    }
}
