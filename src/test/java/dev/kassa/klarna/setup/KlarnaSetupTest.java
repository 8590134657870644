package dev.kassa.klarna.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.WebhookDelivery;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator types, against a strict Klarna; the judge is its ledger. */
class KlarnaSetupTest {
    private static final String URL = "https://pay.example/klarna/webhooks";

    private final Sandbox sandbox = Sandbox.start(
            SandboxSettings.defaults().withApiKey("klarna_test_api_secret").withTicking(false));
    private final MockEnvironment environment = new MockEnvironment();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @BeforeEach
    void configure() {
        environment.setProperty("kassa.klarna.base-url", sandbox.baseUrl().toString());
        environment.setProperty("kassa.klarna.api-key", "klarna_test_api_secret");
        environment.setProperty("kassa.public-url", "https://pay.example");
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aNewSecretGoesIntoAFileThatOnlyItsOwnerMayReadAndNowhereElse() throws IOException {
        var file = directory.resolve("secret");

        assertThat(run("signing-key", "create", "--secret-file", file.toString()))
                .isZero();

        var secret = Files.readString(file);
        assertThat(secret).isNotBlank();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(out.toString())
                .contains("krn:partner:global:notification:signing-key:")
                .doesNotContain(secret);
        assertThat(directory).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void aSecretIsPrintedOnlyWhereThatIsAskedFor() {
        assertThat(run("signing-key", "create")).isEqualTo(2);
        assertThat(sandbox.ledger()).isEmpty();

        assertThat(json("signing-key", "create", "--show-secret")
                        .path("signing_key")
                        .asString(""))
                .isNotBlank();
        assertThat(run("signing-key", "list")).isZero();
        assertThat(out.toString()).contains("signing-key:");
    }

    @Test
    void aFileThatIsThereIsNotOverwrittenAndNoKeyIsMadeForIt() throws IOException {
        var file = Files.writeString(directory.resolve("secret"), "mine");

        assertThat(run("signing-key", "create", "--secret-file", file.toString()))
                .isEqualTo(2);

        assertThat(file).hasContent("mine");
        assertThat(sandbox.ledger()).isEmpty();
    }

    @Test
    void aKeyWhoseAnswerIsLostIsStillOneKeyAndItsSecretArrives() {
        sandbox.faults().next(Operation.NOTIFICATION, Fault.RESET_AFTER);

        var created = json("signing-key", "create", "--show-secret");

        assertThat(created.path("signing_key").asString("")).isNotBlank();
        assertThat(json("signing-key", "list").path("signing_keys").size()).isEqualTo(1);
    }

    @Test
    void theWebhookIsRegisteredAtTheServicesDoorListedSwitchedOffAndOnAndDeleted() {
        var key = key();
        var webhook = json("webhook", "register", "--signing-key", key);
        var id = webhook.path("webhook_id").asString("");

        assertThat(webhook.path("url").asString("")).isEqualTo(URL);
        assertThat(webhook.path("event_types").path(0).asString("")).isEqualTo("payment.*");
        assertThat(json("webhook", "disable", id).path("status").asString("")).isEqualTo("DISABLED");
        assertThat(json("webhook", "enable", id).path("status").asString("")).isEqualTo("ENABLED");
        assertThat(json("webhook", "list")
                        .path("webhooks")
                        .path(0)
                        .path("webhook_id")
                        .asString(""))
                .isEqualTo(id);
        assertThat(run("signing-key", "delete", key)).isEqualTo(1);
        assertThat(err.toString()).contains(id);
        assertThat(run("webhook", "delete", id)).isZero();
        assertThat(run("signing-key", "delete", key)).isZero();
        assertThat(json("signing-key", "list").path("signing_keys").size()).isZero();
    }

    @Test
    void aSampleIsOrderedFromKlarna() {
        var id = register(key());

        assertThat(run("webhook", "simulate", id)).isZero();

        assertThat(sandbox.deliveries())
                .extracting(WebhookDelivery::eventType)
                .containsExactly("payment.request.state-change.completed");
    }

    @Test
    void whatKlarnaFindsWrongIsToldInItsOwnWords() {
        assertThat(run("webhook", "register", "--signing-key", "krn:nobody", "--event-type", "payment.refund.*"))
                .isEqualTo(1);

        assertThat(err.toString()).contains("VALIDATION_ERROR", "event_types[0]", "signing_key_id");
    }

    @Test
    void anIdenticalWebhookIsRefusedAndASilentKlarnaLeavesDoubt() {
        var key = key();
        register(key);
        assertThat(run("webhook", "register", "--signing-key", key)).isEqualTo(1);
        assertThat(err.toString()).contains("identical");

        sandbox.faults().always(Operation.NOTIFICATION, Fault.RESET_AFTER);
        assertThat(run("webhook", "list")).isEqualTo(3);
        sandbox.refuseConnections();
        assertThat(run("webhook", "list")).isEqualTo(1);
    }

    @Test
    void theApiKeyComesFromPropertiesAndStandsNowhere() {
        environment.setProperty("kassa.klarna.api-key", "klarna_test_api_wrong");
        assertThat(run("webhook", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("401").doesNotContain("klarna_test_api_wrong");

        environment.setProperty("kassa.klarna.api-key", "");
        assertThat(run("webhook", "list")).isEqualTo(2);
        assertThat(err.toString()).contains("kassa.klarna.api-key is missing");
    }

    @Test
    void anApiKeyIsNotSentInTheClear() {
        environment.setProperty("kassa.klarna.base-url", "http://klarna.example/v2");

        assertThat(run("webhook", "list")).isEqualTo(2);
        assertThat(err.toString()).contains("https://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://klarna example/v2", "https:///v2", "https://klarna.example/v2?a=b", "ftp://localhost/"})
    void aBaseUrlThatIsNoneIsNamed(String url) {
        environment.setProperty("kassa.klarna.base-url", url);

        assertThat(run("webhook", "list")).isEqualTo(2);
        assertThat(err.toString()).contains("kassa.klarna.base-url").doesNotContain("Exception");
    }

    @Test
    void aPublicUrlThatIsNoneIsNamed() {
        environment.setProperty("kassa.public-url", "https://pay example");

        assertThat(run("webhook", "register", "--signing-key", "krn:key")).isEqualTo(2);
        assertThat(err.toString()).contains("kassa.public-url").doesNotContain("Exception");
    }

    @Test
    void aClientCertificateThatCannotBeReadIsNamed() {
        environment.setProperty(
                "kassa.klarna.tls.key-store", directory.resolve("none.p12").toString());
        environment.setProperty("kassa.klarna.tls.key-store-password", "wrong-and-secret");

        assertThat(run("webhook", "list")).isEqualTo(2);
        assertThat(err.toString()).contains("kassa.klarna.tls.key-store").doesNotContain("wrong-and-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "signing-key", "webhook", "signing-key create", "webhook register", "rotate"})
    void everyCommandHasHelp(String command) {
        assertThat(run((command + " --help").trim().split(" "))).isZero();
        assertThat(out.toString()).contains("Usage: klarna-setup");
        assertThat(sandbox.ledger()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook", "frobnicate", "webhook delete", "webhook register", "rotate"})
    void whatIsNoCommandIsRefused(String command) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(sandbox.ledger()).isEmpty();
    }

    @Test
    void aRotationGoesStepByStepAndSaysWhatIsNext() throws IOException {
        var old = key();
        var id = register(old);

        var created = rotate(0, "--webhook", id, "--secret-file", secret());
        var newKey = created.path("new_key_id").asString("");
        assertThat(Files.readString(Path.of(secret()))).isNotBlank();
        assertThat(created.path("next").asString("")).contains("--loaded", newKey);
        rotate(4);
        assertThat(signedBy(id)).isEqualTo(old);

        var switched = rotate(0, "--loaded");
        assertThat(signedBy(id)).isEqualTo(newKey);
        assertThat(switched.path("next").asString("")).contains("until");
        assertThat(sandbox.deliveries())
                .singleElement()
                .satisfies(sample -> assertThat(sample.signingKeyId()).isEqualTo(newKey));

        sandbox.advance(Duration.ofHours(22).minusMinutes(1));
        rotate(4);
        assertThat(keys()).contains(old, newKey);
        sandbox.advance(Duration.ofMinutes(2));
        assertThat(rotate(0).path("next").asString("")).contains("Remove " + old);
        assertThat(keys()).contains(newKey).doesNotContain(old);
        rotate(0);
    }

    @Test
    void aRotationWhoseNewKeyIsNotAnsweredAsksForTheSameKeyAgain() throws IOException {
        var id = register(key());
        // The first call reads the webhook; the three tries of the second make the key, and none is answered.
        sandbox.faults().next(Operation.NOTIFICATION, Fault.delayedAnswer(Duration.ZERO));
        sandbox.faults().next(Operation.NOTIFICATION, 3, Fault.RESET_AFTER);

        rotate(3, "--webhook", id, "--secret-file", secret());
        rotate(0);

        assertThat(Files.readString(Path.of(secret()))).isNotBlank();
        assertThat(keys()).hasSize(2);
    }

    @Test
    void aRotationThatKlarnaRefusesHasNotBegun() {
        var id = register(key());
        sandbox.faults().next(Operation.NOTIFICATION, Fault.delayedAnswer(Duration.ZERO), Fault.REFUSED_400);

        rotate(1, "--webhook", id, "--secret-file", secret());
        assertThat(directory).isEmptyDirectory();
        rotate(0, "--webhook", id, "--secret-file", secret());
        assertThat(keys()).hasSize(2);
    }

    @Test
    void aRepeatThatIsRefusedSaysNothingOfTheFirstTry() {
        sandbox.faults().next(Operation.NOTIFICATION, Fault.RESET_AFTER, Fault.REFUSED_400, Fault.REFUSED_400);

        assertThat(run("signing-key", "create", "--show-secret")).isEqualTo(3);
    }

    @Test
    void aSwitchWhoseAnswerIsLostIsFoundDone() {
        var id = register(key());
        var newKey = rotate(0, "--webhook", id, "--secret-file", secret())
                .path("new_key_id")
                .asString("");
        sandbox.faults().next(Operation.NOTIFICATION, Fault.delayedAnswer(Duration.ZERO));
        sandbox.faults().next(Operation.NOTIFICATION, 3, Fault.RESET_AFTER);

        rotate(3, "--loaded");
        assertThat(signedBy(id)).isEqualTo(newKey);
        assertThat(rotate(0, "--loaded").path("switched_at").asString("")).isNotBlank();
    }

    @Test
    void aDeletionWhoseAnswerIsLostIsFoundDone() {
        var id = register(key());
        rotate(0, "--webhook", id, "--secret-file", secret());
        rotate(0, "--loaded");
        sandbox.advance(Duration.ofHours(22));
        sandbox.faults().next(Operation.NOTIFICATION, Fault.delayedAnswer(Duration.ZERO), Fault.RESET_AFTER);

        rotate(3);
        assertThat(rotate(0).path("finished_at").asString("")).isNotBlank();
        assertThat(keys()).hasSize(1);
    }

    @Test
    void aRotationThatSomebodyElseHasCrossedStops() {
        var id = register(key());
        rotate(0, "--webhook", id, "--secret-file", secret());
        var third = key();
        try (var klarna = new Connection(environment).open()) {
            klarna.signWebhook(id, third);
        }

        rotate(1, "--loaded");

        assertThat(signedBy(id)).isEqualTo(third);
    }

    @Test
    void aCreationThatWasNeverAnsweredIsNotRepeatedOnceKlarnaHasForgottenIt() {
        var id = register(key());
        sandbox.faults().next(Operation.NOTIFICATION, Fault.delayedAnswer(Duration.ZERO));
        sandbox.faults().next(Operation.NOTIFICATION, 3, Fault.RESET_AFTER);
        rotate(3, "--webhook", id, "--secret-file", secret());
        sandbox.advance(Duration.ofHours(23).plusSeconds(1));

        assertThat(rotate(1).path("error").asString("")).contains("signing-key list");
        assertThat(sandbox.ledger())
                .filteredOn(call -> call.method().equals("POST"))
                .extracting(LedgerEntry::idempotencyKey)
                .doesNotContainNull();
        assertThat(keys()).hasSize(2);
    }

    private JsonNode rotate(int exitCode, String... more) {
        var arguments = new ArrayList<>(List.of(
                "rotate", "--json", "--state", directory.resolve("state.json").toString()));
        arguments.addAll(List.of(more));
        out.getBuffer().setLength(0);
        assertThat(run(arguments.toArray(String[]::new))).as("%s%s", out, err).isEqualTo(exitCode);
        return JsonMapper.shared().readTree(out.toString());
    }

    private String secret() {
        return directory.resolve("new-secret").toString();
    }

    private String signedBy(String webhook) {
        try (var klarna = new Connection(environment).open()) {
            return String.valueOf(klarna.webhook(webhook).signingKeyId());
        }
    }

    private List<String> keys() {
        return json("signing-key", "list")
                .path("signing_keys")
                .valueStream()
                .map(key -> key.path("signing_key_id").asString(""))
                .toList();
    }

    private String key() {
        return json("signing-key", "create", "--show-secret")
                .path("signing_key_id")
                .asString("");
    }

    private String register(String key) {
        return json("webhook", "register", "--signing-key", key)
                .path("webhook_id")
                .asString("");
    }

    private JsonNode json(String... arguments) {
        out.getBuffer().setLength(0);
        var more = new ArrayList<>(List.of(arguments));
        more.add("--json");
        assertThat(run(more.toArray(String[]::new))).as("%s%s", out, err).isZero();
        return JsonMapper.shared().readTree(out.toString());
    }

    private int run(String... arguments) {
        var setup = new KlarnaSetup(environment, sandbox::now, new PrintWriter(out, true), new PrintWriter(err, true));
        return setup.run(arguments[0].isEmpty() ? new String[0] : arguments);
    }
}
