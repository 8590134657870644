package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.WebhookDelivery;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every webhook fault of the sandbox's vocabulary on every story: no end depends on a webhook, and none pays twice. */
class WebhookMatrixTest {
    private static final MatrixRun RUN = new MatrixRun(Matrix.read("/fault-matrix/webhooks.txt"));
    /** In minutes: longer than a session and a token. */
    private static final int LONGEST = 180;

    private static final Duration LATEST_RETRY_SEEN = Duration.ofHours(4);

    @TestFactory
    Stream<DynamicTest> webhooksThatGoWrongChangeNoEnd() {
        return RUN.rows(WebhookMatrixTest::play);
    }

    @Test
    void everyFaultOfTheVocabularyHasItsRow() {
        assertThat(RUN.matrix().rowNames().stream().map(WebhookMatrixTest::name))
                .containsAll(Arrays.stream(WebhookFault.Plain.values())
                        .map(Enum::name)
                        .toList())
                .contains("DELAYED", "DELAYED_TO_RETRY", "FRACTION_DIGITS");
    }

    @AfterAll
    static void print() {
        RUN.print("webhook fault");
    }

    private static Map<Matrix.Cell, String> play(List<Matrix.Cell> row) {
        var name = name(row.getFirst().row());
        try (var world = new World()) {
            var stories = new SideBySide(world);
            for (var cell : row) {
                boolean isRestart = name.equals("OF_OLDER_ATTEMPT");
                var change = isRestart ? World.restartOf(canceledAttempt(world)) : World.usual();
                stories.begin(cell, world.start(change));
            }
            // From the start on: whatever was told of an attempt before is an older one's.
            world.deliver();
            world.sandbox.webhookFaults().all(fault(row.getFirst().row()));
            stories.play(
                    LONGEST,
                    (minute, cell, checkout) ->
                            CustomerStory.titled(cell.column()).at(minute, world, checkout));
            // What comes after the end must do no harm either.
            world.pass(LATEST_RETRY_SEEN);
            var ends = stories.judged();
            stories.checkouts()
                    .forEach((cell, checkout) -> assertThat(events(world, checkout, name))
                            .as("the fault happened")
                            .isNotEmpty());
            return ends;
        }
    }

    private static RunningCheckout canceledAttempt(World world) {
        var first = world.start();
        first.cancel();
        // Without waiting for the result: time would skip meanwhile, for all that are open.
        first.until(first::isClosed);
        world.deliver();
        return first;
    }

    private static List<WebhookDelivery> events(World world, RunningCheckout checkout, String fault) {
        var id = checkout.atKlarna().id();
        return world.sandbox.deliveries().stream()
                .filter(delivery -> id.equals(delivery.paymentRequestId()))
                .filter(delivery -> fault.equals(delivery.fault()))
                .filter(delivery -> delivery.outcome() != WebhookDelivery.Outcome.PENDING)
                .toList();
    }

    private static String name(String row) {
        int blank = row.indexOf(' ');
        return blank < 0 ? row : row.substring(0, blank);
    }

    private static WebhookFault fault(String row) {
        var argument = row.substring(name(row).length()).strip();
        return switch (name(row)) {
            case "DELAYED" -> WebhookFault.delayed(Duration.parse(argument));
            case "DELAYED_TO_RETRY" -> WebhookFault.delayedToRetry(Integer.parseInt(argument));
            case "FRACTION_DIGITS" -> WebhookFault.fractionDigits(Integer.parseInt(argument));
            default -> WebhookFault.Plain.valueOf(row);
        };
    }
}
