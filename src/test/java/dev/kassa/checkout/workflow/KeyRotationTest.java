package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.setup.KlarnaSetup;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.WebhookDelivery;
import dev.kassa.sandbox.WebhookFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The webhook's signing key rotated by the operator's commands, in the middle of what goes on. */
class KeyRotationTest {
    private static final int CHECKOUTS = 100;
    private static final String COMPLETED = "payment.request.state-change.completed";

    // No extension: of so many checkouts that differ so little no golden histories are kept.
    private final World world = new World();

    @TempDir
    private Path directory;

    @AfterEach
    void endTheWorld() {
        world.close();
    }

    @Test
    void aRotationInTheMiddleOfAHundredOpenCheckoutsLosesNone() throws IOException {
        var webhook = setup("webhook", "list").at("/webhooks/0/webhook_id").asString("");
        var open = new ArrayList<RunningCheckout>();
        for (int i = 0; i < CHECKOUTS; i++) {
            open.add(world.start());
        }

        approve(open.subList(0, 20));
        world.deliver();
        // These are signed by the old key and come when the new one is in use.
        delayedBy(Duration.ofMinutes(3), open.subList(20, 40));
        var newKey = rotate("--webhook", webhook, "--secret-file", secret().toString())
                .path("new_key_id")
                .asString("");
        approve(open.subList(40, 50));
        world.deliver();

        // An operator in a hurry, who switches before the service has loaded the key: Klarna sends again.
        rotate("--loaded");
        approve(open.subList(50, 70));
        world.deliver();
        assertThat(answersTo(newKey)).contains(400).doesNotContain(200);
        world.receiver.load(Map.of(WebhookReceiver.KEY_ID, WebhookReceiver.KEY, newKey, Files.readString(secret())));
        world.pass(Duration.ofSeconds(11));
        assertThat(answersTo(newKey)).contains(200);

        approve(open.subList(70, CHECKOUTS));
        world.deliver();
        world.pass(Duration.ofMinutes(4));

        assertThat(open)
                .allSatisfy(checkout -> assertThat(checkout.end().status()).isEqualTo(AUTHORIZED));
        assertThat(answersTo(WebhookReceiver.KEY_ID)).containsOnly(200);
        assertThat(lateOnes()).hasSize(20).allSatisfy(late -> {
            assertThat(late.signingKeyId()).isEqualTo(WebhookReceiver.KEY_ID);
            assertThat(late.status()).isEqualTo(200);
        });
        assertThat(world.transactionsPerPurchase())
                .hasSize(CHECKOUTS)
                .allSatisfy((_, count) -> assertThat(count).isEqualTo(1));
        assertThat(world.sandbox.judgement().isClean()).isTrue();
        assertTheOldKeyIsGoneIn22Hours(webhook, newKey);
    }

    private void assertTheOldKeyIsGoneIn22Hours(String webhook, String newKey) throws IOException {
        world.pass(Duration.ofHours(21));
        sendSampleSignedByTheOldKey(webhook);
        assertThat(world.sandbox.deliveries().getLast().status()).isEqualTo(200);

        world.pass(Duration.ofHours(1));
        assertThat(rotate().path("finished_at").asString("")).isNotBlank();
        assertThat(setup("signing-key", "list").toString()).contains(newKey).doesNotContain(WebhookReceiver.KEY_ID);
        world.receiver.load(Map.of(newKey, Files.readString(secret())));

        sendSampleSignedByTheOldKey(webhook);
        assertThat(world.sandbox.deliveries())
                .filteredOn(delivery -> delivery.outcome() != WebhookDelivery.Outcome.PENDING)
                .last()
                .satisfies(refused -> {
                    assertThat(refused.signingKeyId()).isEqualTo(WebhookReceiver.KEY_ID);
                    assertThat(refused.status()).isEqualTo(400);
                });
        setup("webhook", "simulate", webhook);
        world.deliver();
        assertThat(answersTo(newKey)).last().isEqualTo(200);
    }

    private void sendSampleSignedByTheOldKey(String webhook) {
        world.sandbox.webhookFaults().next(WebhookFault.ROTATED_KEY);
        setup("webhook", "simulate", webhook);
        world.deliver();
    }

    private void approve(List<RunningCheckout> checkouts) {
        checkouts.forEach(checkout -> checkout.customer().approve());
    }

    private void delayedBy(Duration late, List<RunningCheckout> checkouts) {
        for (var checkout : checkouts) {
            world.sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.delayed(late));
            checkout.customer().approve();
        }
    }

    /** What the receiver said to the tries that were signed by this key. */
    private List<Integer> answersTo(String keyId) {
        return world.sandbox.deliveries().stream()
                .filter(delivery -> keyId.equals(delivery.signingKeyId()))
                .filter(delivery -> delivery.outcome() != WebhookDelivery.Outcome.PENDING)
                .map(WebhookDelivery::status)
                .toList();
    }

    private List<WebhookDelivery> lateOnes() {
        return world.sandbox.deliveries().stream()
                .filter(delivery -> "DELAYED".equals(delivery.fault()))
                .toList();
    }

    private Path secret() {
        return directory.resolve("new-secret");
    }

    private JsonNode rotate(String... more) {
        var arguments = new ArrayList<>(
                List.of("rotate", "--state", directory.resolve("state.json").toString()));
        arguments.addAll(List.of(more));
        return setup(arguments.toArray(String[]::new));
    }

    private JsonNode setup(String... arguments) {
        var properties = new MockEnvironment()
                .withProperty("kassa.klarna.base-url", world.sandbox.baseUrl().toString())
                .withProperty("kassa.klarna.api-key", SandboxSettings.DEMO_API_KEY);
        var out = new StringWriter();
        var commands = new ArrayList<>(List.of(arguments));
        commands.add("--json");
        var setup = new KlarnaSetup(properties, world::now, new PrintWriter(out, true), new PrintWriter(out, true));
        assertThat(setup.run(commands.toArray(String[]::new))).as("%s", out).isZero();
        return JsonMapper.shared().readTree(out.toString());
    }
}
