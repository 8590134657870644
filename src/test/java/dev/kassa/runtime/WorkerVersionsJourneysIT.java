package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.KassaApplication;
import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.activity.CheckoutActivities;
import dev.kassa.checkout.workflow.AmendAnswer;
import dev.kassa.checkout.workflow.AmendRequest;
import dev.kassa.checkout.workflow.CancelRequest;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.CheckoutWorkflow;
import dev.kassa.checkout.workflow.CheckoutWorkflowImpl;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.checkout.workflow.Resolution;
import dev.kassa.checkout.workflow.Started;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.sandbox.Sandbox;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.SetWorkerDeploymentCurrentVersionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A rollout in the middle of open checkouts: two builds whose workflows differ work side by side, each on its own runs. */
@RealServer.Needed(because = "the embedded one knows no worker deployments")
@SpringBootTest(
        classes = KassaApplication.class,
        useMainMethod = UseMainMethod.ALWAYS,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "kassa.sandbox.port=0",
            "kassa.worker.build-id=" + WorkerVersionsJourneysIT.OLD,
            "kassa.merchants[0].id=acme",
            "kassa.merchants[0].partner-account-id=krn:partner:global:account:test:HGBY07TR",
            "kassa.merchants[0].api-keys-sha256[0]=ec7fcaf70847b838abaf67f5aaa7a4c735de7008a5d1644091bbe09290274110",
            "kassa.merchants[0].return-url-origins[0]=" + Order.SHOP
        })
@ActiveProfiles("embedded")
@Isolated
@Timeout(180)
class WorkerVersionsJourneysIT {
    static final String OLD = "1.0.0";
    private static final String NEW = "1.1.0-slower";
    private static final int OPEN = 50;
    private static final int FRESH = 5;

    private static @Nullable OwnNamespace own;

    @LocalServerPort
    int port;

    @Autowired
    Sandbox klarna;

    @Autowired
    WorkflowClient temporal;

    @Autowired
    CheckoutActivities activities;

    @DynamicPropertySource
    static void whereItRuns(DynamicPropertyRegistry properties) {
        var made = OwnNamespace.on(RealServer.target());
        own = made;
        properties.add("spring.temporal.connection.target", RealServer::target);
        properties.add("spring.temporal.namespace", made::name);
    }

    @AfterAll
    static void close() {
        if (own != null) {
            own.close();
        }
    }

    @Test
    void ofFiftyOpenCheckoutsNoneNoticesThatANewBuildHasComeToStandBesideTheOld() {
        var shop = new Shop("http://127.0.0.1:" + port, "acme-sample-key");
        becomesCurrent(OLD);
        var old = started(shop, OPEN);
        var newWorkers = workersOf(NEW);
        try {
            becomesCurrent(NEW);
            var fresh = started(shop, FRESH);

            Stream.concat(old.stream(), fresh.stream())
                    .forEach(order -> klarna.customer(order.reference()).approve());

            var oldIds = end(shop, old);
            var freshIds = end(shop, fresh);
            assertThat(oldIds).allSatisfy(id -> assertThat(buildOf(id)).isEqualTo(OLD));
            assertThat(freshIds).allSatisfy(id -> assertThat(buildOf(id)).isEqualTo(NEW));
            assertThat(Stream.concat(oldIds.stream(), freshIds.stream()).flatMap(this::failedTasks))
                    .isEmpty();
            Stream.concat(old.stream(), fresh.stream())
                    .forEach(order -> Books.of(klarna, order).showOnePayment());
        } finally {
            newWorkers.shutdownNow();
        }
    }

    private static List<Order> started(Shop shop, int count) {
        var orders = IntStream.range(0, count).mapToObj(_ -> Order.any()).toList();
        assertThat(orders)
                .allSatisfy(order -> assertThat(
                                shop.startsUntilTemporalIsThere(order).state())
                        .isIn("AWAITING_CUSTOMER", "AUTHORIZING"));
        return orders;
    }

    private static List<String> end(Shop shop, List<Order> orders) {
        return orders.stream()
                .map(order -> shop.waitsForTheEndOf(shop.starts(order).id()))
                .peek(ended -> assertThat(ended.state()).isEqualTo("AUTHORIZED"))
                .map(Shop.Answer::id)
                .toList();
    }

    /** What the second command of a rollout does: {@code temporal worker deployment set-current-version}. */
    private void becomesCurrent(String buildId) {
        var request = SetWorkerDeploymentCurrentVersionRequest.newBuilder()
                .setNamespace(temporal.getOptions().getNamespace())
                .setDeploymentName("kassa")
                .setBuildId(buildId)
                .build();
        // Until its workers have asked for work, the server does not know the version.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> temporal.getWorkflowServiceStubs()
                        .blockingStub()
                        .setWorkerDeploymentCurrentVersion(request)
                        .isInitialized());
    }

    private WorkerFactory workersOf(String buildId) {
        var factory = WorkerFactory.newInstance(temporal);
        var options = WorkerOptions.newBuilder()
                .setUsingVirtualThreads(true)
                .setDeploymentOptions(TemporalConfiguration.pinned("kassa", buildId))
                .build();
        var worker = factory.newWorker(TemporalConfiguration.TASK_QUEUE, options);
        worker.registerWorkflowImplementationTypes(SlowerWorkflow.class);
        worker.registerActivitiesImplementations(activities);
        // The server makes no version current that leaves one of the deployment's queues alone.
        factory.newWorker("kassa-notifications", options).registerActivitiesImplementations(activities);
        factory.start();
        return factory;
    }

    private String buildOf(String checkoutId) {
        var request = DescribeWorkflowExecutionRequest.newBuilder()
                .setNamespace(temporal.getOptions().getNamespace())
                .setExecution(WorkflowExecution.newBuilder().setWorkflowId(checkoutId))
                .build();
        return temporal.getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(request)
                .getWorkflowExecutionInfo()
                .getVersioningInfo()
                .getDeploymentVersion()
                .getBuildId();
    }

    private Stream<String> failedTasks(String checkoutId) {
        var failures = Set.of(EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED, EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT);
        return temporal.fetchHistory(checkoutId).getEvents().stream()
                .filter(event -> failures.contains(event.getEventType()))
                .map(event -> checkoutId + ": " + event);
    }

    /** Another build: it begins with a timer, which no history of the present one replays. */
    public static final class SlowerWorkflow implements CheckoutWorkflow {
        private final CheckoutWorkflowImpl present;

        @WorkflowInit
        public SlowerWorkflow(CheckoutInput input) {
            present = new CheckoutWorkflowImpl(input);
        }

        @Override
        public Checkout run(CheckoutInput input) {
            Workflow.sleep(Duration.ofMillis(1));
            return present.run(input);
        }

        @Override
        public Started awaitAuthorization(int attempt) {
            return present.awaitAuthorization(attempt);
        }

        @Override
        public void checkAwaitAuthorization(int attempt) {
            present.checkAwaitAuthorization(attempt);
        }

        @Override
        public Checkout cancel(CancelRequest request) {
            return present.cancel(request);
        }

        @Override
        public AmendAnswer amend(AmendRequest request) {
            return present.amend(request);
        }

        @Override
        public Checkout resolve(Resolution resolution) {
            return present.resolve(resolution);
        }

        @Override
        public void checkResolve(Resolution resolution) {
            present.checkResolve(resolution);
        }

        @Override
        public void paymentRequestChanged(KlarnaEvent event) {
            present.paymentRequestChanged(event);
        }

        @Override
        public void customerReturned() {
            present.customerReturned();
        }

        @Override
        public Checkout status() {
            return present.status();
        }

        @Override
        public Instant since() {
            return present.since();
        }

        @Override
        public PaymentDetails payment() {
            return present.payment();
        }
    }
}
