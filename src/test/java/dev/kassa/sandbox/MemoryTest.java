package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {

    @TempDir
    private Path directory;

    private final Receiver receiver = new Receiver();
    private final Instant start = Instant.parse("2026-03-02T09:00:00Z");
    private final SandboxSettings settings = SandboxSettings.defaults()
            .withClock(() -> start)
            .withTicking(false)
            .withWebhook(receiver.url(), "key-1", WebhookSettings.DEMO_SIGNING_KEY);

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void allThatCanBeSeenIsTheSameAfterANewStart() {
        List<Object> before;
        try (Sandbox sandbox = Sandbox.start(settings, directory);
                Partner partner = new Partner(sandbox)) {
            partner.stepUp();
            PaymentRequestView paid = sandbox.customer(partner.stepUp()).approve();
            partner.spend("Klarna-Payment-Token", String.valueOf(paid.paymentToken()), Partner.lastBody(9000), "f");
            sandbox.customer(partner.stepUp()).decline();
            partner.cancel(partner.stepUp());
            partner.update(partner.stepUp(), "{\"amount\":1}");
            sandbox.faults().always(Operation.READ, Fault.delayedAnswer(Duration.ofSeconds(1)));
            sandbox.faults()
                    .nextFor(
                            "nobody",
                            Operation.CANCEL,
                            2,
                            Fault.slowExecution(Duration.ofSeconds(2))
                                    .and(Fault.clockJumpsDuring(Duration.ofHours(1))));
            sandbox.webhookFaults().next(WebhookFault.delayedToRetry(2), WebhookFault.LOST);
            sandbox.webhookFaults().all(WebhookFault.fractionDigits(9));
            sandbox.plan().authorizeFor("x", Result.DECLINED);
            sandbox.switchTo(Contradiction.CancelOfCompleted.CANCELED);
            sandbox.advance(Duration.ofMinutes(40));
            sandbox.deliverDue();
            receiver.answer(500);
            partner.stepUp();
            sandbox.deliverDue();
            before = seen(sandbox);
        }

        try (Sandbox again = Sandbox.start(settings, directory)) {
            assertThat(seen(again)).isEqualTo(before);
            assertThat(again.deliveries()).anyMatch(next -> next.outcome() == WebhookDelivery.Outcome.PENDING);
        }
    }

    @Test
    void aWebhookThatWasRegisteredPointedElsewhereOrDeletedStaysSo() {
        List<Webhook> before;
        try (Sandbox sandbox = Sandbox.start(settings, directory);
                Partner partner = new Partner(sandbox)) {
            sandbox.setSigningKey("key-2", "another");
            String key = partner.send(partner.request("/notification/signing-keys")
                            .header("Content-Type", "application/json")
                            .header("Klarna-Idempotency-Key", "k")
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build())
                    .text("/signing_key_id");
            assertThat(key).isNotEmpty();
            before = sandbox.webhooks();
        }

        try (Sandbox again = Sandbox.start(settings, directory)) {
            assertThat(again.webhooks()).isEqualTo(before);
            assertThat(again.webhooks().getFirst().key().id()).isEqualTo("key-2");
        }
    }

    @Test
    void whatWasNeverChangedFollowsTheSettings() {
        Sandbox.start(settings, directory).close();

        try (Sandbox again = Sandbox.start(settings.withWebhook(receiver.url(), "key-9", "nine"), directory)) {
            assertThat(again.webhooks().getFirst().key().id()).isEqualTo("key-9");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0a0b0c0d {\"call\":[", "0a0b0c0d {\"call\":[]}\n", "\n"})
    void aTornLastLineIsCutOff(String torn) throws IOException {
        List<LedgerEntry> before = oneCall();
        byte[] whole = Files.readAllBytes(file());
        Files.writeString(file(), torn, StandardOpenOption.APPEND);

        try (Sandbox again = Sandbox.start(settings, directory);
                Partner partner = new Partner(again)) {
            assertThat(again.ledger()).isEqualTo(before);
            assertThat(Files.readAllBytes(file())).isEqualTo(whole);
            partner.stepUp();
        }
        try (Sandbox third = Sandbox.start(settings, directory)) {
            assertThat(third.ledger()).hasSize(before.size() + 1);
        }
    }

    @Test
    void aLastLineThatWasCutShortAnywhereIsCutOff() throws IOException {
        oneCall();
        byte[] whole = Files.readAllBytes(file());
        int lastLine = new String(whole, StandardCharsets.UTF_8).stripTrailing().lastIndexOf('\n');
        for (int length : new int[] {whole.length - 1, whole.length - 40, lastLine + 3}) {
            Files.write(file(), Arrays.copyOf(whole, length));

            try (Sandbox again = Sandbox.start(settings, directory)) {
                assertThat(again.ledger()).hasSizeLessThan(2);
                assertThat(Files.size(file())).isEqualTo(lastLine + 1L);
            }
        }
    }

    @Test
    void damageInTheMiddleIsNotPassedOver() throws IOException {
        oneCall();
        oneCall();
        String all = Files.readString(file());
        Files.writeString(file(), all.replaceFirst("ORD-42", "ORD-43"));

        assertThatThrownBy(() -> Sandbox.start(settings, directory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Line 1 of " + file() + " is damaged");
    }

    @Test
    void aDirectoryIsOfOneSandboxAtATime() {
        try (Sandbox first = Sandbox.start(settings, directory)) {
            assertThat(first.port()).isPositive();
            assertThatThrownBy(() -> Sandbox.start(settings, directory))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Another sandbox keeps its state in " + directory);
        }
        Sandbox.start(settings, directory).close();
    }

    @Test
    void aStartThatFailsGivesItsDirectoryUp() {
        try (Sandbox other = Sandbox.start(SandboxSettings.defaults())) {
            SandboxSettings taken = settings.withPort(other.port());
            assertThatThrownBy(() -> Sandbox.start(taken, directory)).isInstanceOf(IllegalStateException.class);
        }

        try (Sandbox again = Sandbox.start(settings, directory)) {
            assertThat(again.ledger()).isEmpty();
        }
    }

    @Test
    void aDamagedFileThatWasMendedIsReadWithoutANewProcess() throws IOException {
        oneCall();
        oneCall();
        String all = Files.readString(file());
        Files.writeString(file(), all.replaceFirst("ORD-42", "ORD-43"));
        assertThatThrownBy(() -> Sandbox.start(settings, directory)).hasMessageContaining("damaged");

        Files.writeString(file(), all);

        try (Sandbox again = Sandbox.start(settings, directory)) {
            assertThat(again.ledger()).hasSize(2);
        }
    }

    @Test
    void nobodyElseMayReadTheTokens() throws IOException {
        Path below = directory.resolve("a/b");
        Sandbox.start(settings, below).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(below.resolve("sandbox.jsonl"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(below)))
                .isEqualTo("rwx------");
    }

    /**
     * Whoever adds a field to what Klarna knows has to say here that it is kept, which another test has to show, or that
     * it may be forgotten when the process is killed.
     */
    @ParameterizedTest
    @MethodSource("fields")
    void everyFieldIsKeptOrMayBeForgotten(Class<?> type, Set<String> kept, Set<String> forgotten) {
        assertThat(Stream.concat(kept.stream(), forgotten.stream()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(type.getDeclaredFields())
                        .filter(field -> !Modifier.isStatic(field.getModifiers()))
                        .map(Field::getName)
                        .filter(name -> !name.startsWith("$"))
                        .toList());
    }

    static List<Arguments> fields() {
        Map<Class<?>, List<Set<String>>> all = Map.ofEntries(
                Map.entry(
                        Klarna.class,
                        List.of(
                                Set.of(
                                        "webhookFaults",
                                        "faults",
                                        "plans",
                                        "tokens",
                                        "keys",
                                        "ledger",
                                        "webhooks",
                                        "requests",
                                        "offset",
                                        "skew",
                                        "switches"),
                                Set.of("settings", "lock", "changed", "atTheEnd"))),
                Map.entry(
                        PaymentRequest.class,
                        List.of(
                                Arrays.stream(KeptRequest.class.getRecordComponents())
                                        .map(RecordComponent::getName)
                                        .collect(Collectors.toSet()),
                                Set.of())),
                Map.entry(
                        PaymentRequests.class,
                        List.of(
                                Set.of("byId", "decisions"),
                                Set.of("tokens", "webhooks", "switches", "deletionDelay", "nextDeadline"))),
                Map.entry(Tokens.class, List.of(Set.of("issued", "customerTokens"), Set.of("underWay"))),
                Map.entry(IdempotencyKeys.class, List.of(Set.of("uses"), Set.of("underWay"))),
                Map.entry(Ledger.class, List.of(Set.of("entries"), Set.of())),
                Map.entry(
                        Webhooks.class,
                        List.of(
                                Set.of("subscriptions", "deliveries", "events"),
                                Set.of("faults", "sender", "quickCustomers", "callsUnderWay"))),
                Map.entry(
                        Deliveries.class,
                        List.of(Set.of("pending", "made", "underWay", "sequence"), Set.of("inFlight"))),
                Map.entry(Subscriptions.class, List.of(Set.of("keys", "webhooks", "receivers"), Set.of())),
                Map.entry(Plans.class, List.of(Set.of("schedule"), Set.of())),
                Map.entry(Faults.class, List.of(Set.of("schedule"), Set.of("now", "lottery"))),
                Map.entry(WebhookFaults.class, List.of(Set.of("schedule"), Set.of("chance"))));
        return all.entrySet().stream()
                .map(entry -> Arguments.of(
                        entry.getKey(),
                        entry.getValue().get(0),
                        entry.getValue().get(1)))
                .toList();
    }

    private List<LedgerEntry> oneCall() {
        try (Sandbox sandbox = Sandbox.start(settings, directory);
                Partner partner = new Partner(sandbox)) {
            partner.stepUp();
            return sandbox.ledger();
        }
    }

    private Path file() {
        return directory.resolve("sandbox.jsonl");
    }

    private static List<Object> seen(Sandbox sandbox) {
        return List.of(
                sandbox.ledger(),
                sandbox.decisions(),
                sandbox.paymentRequests(),
                sandbox.deliveries(),
                sandbox.webhooks(),
                sandbox.now(),
                sandbox.judgement(),
                sandbox.faults().rules().toString(),
                sandbox.webhookFaults().rules(),
                sandbox.plan().rules(),
                Switches.topics().stream().map(sandbox.switches()::in).toList());
    }
}
