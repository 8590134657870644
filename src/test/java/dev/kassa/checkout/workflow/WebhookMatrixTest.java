package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.WebhookDelivery;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every webhook fault of the sandbox's vocabulary on every story: no end depends on a webhook, and none pays twice. */
class WebhookMatrixTest {
    private static final MatrixRun RUN = new MatrixRun(Matrix.read("/fault-matrix/webhooks.txt"));

    private static final Duration LATEST_RETRY_SEEN = Duration.ofHours(4);

    @TestFactory
    Stream<DynamicTest> webhooksThatGoWrongChangeNoEnd() {
        return RUN.tests(WebhookMatrixTest::play);
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

    private static String play(Matrix.Cell cell) {
        var story = CustomerStory.titled(cell.column());
        var name = name(cell.row());
        try (var world = new World()) {
            boolean isRestart = name.equals("OF_OLDER_ATTEMPT");
            var first = isRestart ? canceledAttempt(world) : null;
            world.sandbox.webhookFaults().all(fault(cell.row()));
            var checkout = first == null ? world.start() : world.start(World.restartOf(first));
            story.happens(world, checkout);
            var deadline = world.now().plus(Duration.ofHours(2));
            while (!checkout.isClosed() && world.now().isBefore(deadline)) {
                world.pass(Duration.ofMinutes(1));
                world.settle();
            }
            var end = checkout.ended();
            // What comes after the end must do no harm either.
            world.pass(LATEST_RETRY_SEEN);
            assertThat(events(world, name)).as("the fault happened").isNotEmpty();
            var judged = MatrixRun.judged(world, end);
            return story == CustomerStory.ANSWER ? answers(world, name) : judged;
        }
    }

    private static RunningCheckout canceledAttempt(World world) {
        var first = world.start();
        first.cancel();
        first.end();
        world.deliver();
        return first;
    }

    private static List<WebhookDelivery> events(World world, String fault) {
        return world.sandbox.deliveries().stream()
                .filter(delivery -> fault.equals(delivery.fault()))
                .filter(delivery -> delivery.outcome() != WebhookDelivery.Outcome.PENDING)
                .toList();
    }

    private static String answers(World world, String fault) {
        return events(world, fault).stream()
                .map(delivery -> delivery.status() == 0 ? "none" : String.valueOf(delivery.status()))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
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
