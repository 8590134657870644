package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.CustomerDecision;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.serviceclient.GrpcCompression;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What is promised in numbers, measured while nothing else runs; and what an operator finds in the list of runs. */
@Isolated
class MeasuredJourneysIT extends Journeys {
    /** Promised is 1 s of the webhook; a machine that builds beside it is given more before the test is red. */
    private static final Duration BOUND = Duration.ofSeconds(3);

    @Test
    void aMerchantWhoWaitsKnowsWithinASecondOfTheApproval() {
        var started = shop().starts(order);
        var waiting = CompletableFuture.supplyAsync(() -> shop().waitsForTheEndOf(started.id()), CALLERS);

        klarna.customer(order.reference()).approve();

        assertThat(waiting.join().state()).isEqualTo("AUTHORIZED");
        var known = Instant.now();
        var took = Duration.between(approvedAt(), known);
        System.out.println("MEASURED: the waiting merchant knew of AUTHORIZED " + took.toMillis()
                + " ms after the customer's approval, webhook and all");
        assertThat(took).isLessThan(BOUND);
    }

    @Test
    void whoComesBackIsSentOnWithTheOutcome() {
        var started = shop().starts(order);

        var home = shop().browserFollows(shop().customerApproves(started));

        assertThat(home)
                .hasToString(Order.SHOP + "/klarna/return?checkout_id=" + started.id() + "&reference="
                        + order.reference() + "&status=AUTHORIZED");
    }

    @Test
    @RealServer.Needed(because = "its histories are the ones that are paid for")
    void aPaidCheckoutCostsSixteenEvents() {
        var started = shop().starts(order);
        klarna.customer(order.reference()).approve();
        shop().waitsForTheEndOf(started.id());

        var history = temporal.fetchHistory(started.id());

        System.out.println("MEASURED: " + history.getEvents().size() + " events for a paid checkout");
        assertThat(history.getEvents()).as(types(history)).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void whatIsSentToTemporalIsEncryptedAndNotCompressedToo() {
        var stubs = temporal.getWorkflowServiceStubs().getOptions();

        assertThat(stubs.getGrpcCompression()).isEqualTo(GrpcCompression.NONE);
    }

    @Test
    @RealServer.Needed(because = "the embedded one lists no runs")
    void anOperatorFindsACheckoutByItsStatus() {
        var started = shop().starts(order);
        awaitListed(started.id(), "AWAITING_CUSTOMER");

        klarna.customer(order.reference()).approve();

        awaitListed(started.id(), "AUTHORIZED");
    }

    private void awaitListed(String checkoutId, String status) {
        var query = "CheckoutStatus = '%s' AND CheckoutReference = '%s' AND MerchantId = 'acme'"
                .formatted(status, order.reference());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(temporal.listExecutions(query))
                        .extracting(run -> run.getExecution().getWorkflowId())
                        .containsExactly(checkoutId));
    }

    private Instant approvedAt() {
        var request = books().paymentRequest().id();
        return klarna.decisions().stream()
                .filter(decision -> decision.paymentRequestId().equals(request))
                .filter(decision -> decision.kind() == CustomerDecision.Kind.APPROVED)
                .map(CustomerDecision::at)
                .findFirst()
                .orElseThrow();
    }

    private static String types(WorkflowExecutionHistory history) {
        return history.getEvents().stream()
                .map(event -> event.getEventType().name())
                .toList()
                .toString();
    }
}
