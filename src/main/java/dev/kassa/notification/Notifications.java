package dev.kassa.notification;

import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE;
import static io.temporal.api.enums.v1.WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE;
import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantDeliveries;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.MerchantNotices;
import dev.kassa.checkout.RunSummary;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The notifications to merchants: each is a run of its own, found by its derived id. */
public final class Notifications implements MerchantNotices, MerchantDeliveries {
    /** Not the checkouts': what waits for slow receivers must not stand before what waits for customers. */
    public static final String TASK_QUEUE = "kassa-notifications";

    private static final String WORKFLOW_TYPE = "NotificationWorkflow";

    private final WorkflowClient client;

    public Notifications(WorkflowClient client) {
        this.client = client;
    }

    /** What a run carries so that it can be listed without a worker. */
    record Letterhead(String webhookId, Instant timestamp) {
        private static final String KEY = "notification";
    }

    @Override
    public void tell(MerchantId merchant, MerchantEvent event) {
        var notification = Notification.of(merchant, event);
        try {
            stub(notification, WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE).start(notification);
        } catch (WorkflowExecutionAlreadyStarted _) {
            // Another's only where the reference was used again: Temporal forgets a checkout days before what it told.
            boolean same = find(notification.id())
                    .filter(found -> found.webhookId().equals(notification.webhookId()))
                    .isPresent();
            if (!same) {
                stub(notification, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE).start(notification);
            }
        }
    }

    @Override
    public List<Delivery> of(CheckoutId checkout, int lastAttempt) {
        return found(checkout, lastAttempt).stream().map(this::delivery).toList();
    }

    @Override
    public Optional<Delivery> resend(CheckoutId checkout, int lastAttempt, String webhookId) {
        var found = found(checkout, lastAttempt).stream()
                .filter(sent -> sent.webhookId().equals(webhookId))
                .findFirst();
        return found.map(this::resend);
    }

    /** A signal to a run that still tries, or a new run with the old one's input: one call decides. */
    private Delivery resend(Found sent) {
        var before = delivery(sent);
        var again = input(sent).again(before.tries());
        stub(again, WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .signalWithStart("resend", new Object[] {}, new Object[] {again});
        return new Delivery(
                before.webhookId(),
                before.type(),
                before.attempt(),
                before.timestamp(),
                Status.PENDING,
                before.tries(),
                null);
    }

    private WorkflowStub stub(Notification notification, WorkflowIdReusePolicy reuse) {
        return client.newUntypedWorkflowStub(
                WORKFLOW_TYPE,
                WorkflowOptions.newBuilder()
                        .setWorkflowId(notification.id().workflowId())
                        .setTaskQueue(TASK_QUEUE)
                        .setWorkflowIdReusePolicy(reuse)
                        .setMemo(Map.of(
                                Letterhead.KEY, new Letterhead(notification.webhookId(), notification.timestamp())))
                        .setStaticSummary(summary(notification))
                        .build());
    }

    private static String summary(Notification notification) {
        return RunSummary.of(notification.merchantId() + " " + notification.type() + " " + notification.reference());
    }

    private List<Found> found(CheckoutId checkout, int lastAttempt) {
        var found = new ArrayList<Found>();
        for (int attempt = Math.max(1, lastAttempt - ATTEMPTS + 1); attempt <= lastAttempt; attempt++) {
            NotificationId.ofAttempt(checkout, attempt).forEach(id -> find(id).ifPresent(found::add));
        }
        return found;
    }

    private Optional<Found> find(NotificationId id) {
        try {
            var description = client.newUntypedWorkflowStub(id.workflowId()).describe();
            var head = (Letterhead) description.getMemo(Letterhead.KEY, Letterhead.class);
            return head == null ? Optional.empty() : Optional.of(new Found(id, head, description));
        } catch (WorkflowNotFoundException _) {
            return Optional.empty();
        }
    }

    private Delivery delivery(Found sent) {
        return switch (sent.description.getStatus()) {
            case WORKFLOW_EXECUTION_STATUS_RUNNING,
                    WORKFLOW_EXECUTION_STATUS_PAUSED,
                    WORKFLOW_EXECUTION_STATUS_CANCELED -> exactly(sent).query("delivery", Delivery.class);
            case WORKFLOW_EXECUTION_STATUS_COMPLETED -> exactly(sent).getResult(Delivery.class);
            case WORKFLOW_EXECUTION_STATUS_FAILED,
                    WORKFLOW_EXECUTION_STATUS_TERMINATED,
                    WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW,
                    WORKFLOW_EXECUTION_STATUS_TIMED_OUT,
                    WORKFLOW_EXECUTION_STATUS_UNSPECIFIED,
                    UNRECOGNIZED ->
                new Delivery(
                        sent.webhookId(),
                        sent.id.type().word(),
                        sent.id.attempt(),
                        sent.head.timestamp(),
                        Status.STOPPED,
                        List.of(),
                        null);
        };
    }

    /** What that run was told at its start, from its first event. */
    private Notification input(Found sent) {
        var execution = sent.description.getExecution();
        var first = client.streamHistory(execution.getWorkflowId(), execution.getRunId())
                .findFirst()
                .orElseThrow();
        var context = new WorkflowSerializationContext(client.getOptions().getNamespace(), execution.getWorkflowId());
        var arguments = first.getWorkflowExecutionStartedEventAttributes().getInput();
        return requireNonNull(client.getOptions()
                .getDataConverter()
                .withContext(context)
                .fromPayloads(0, Optional.of(arguments), Notification.class, Notification.class));
    }

    private WorkflowStub exactly(Found sent) {
        return client.newUntypedWorkflowStub(WorkflowTargetOptions.newBuilder()
                .setWorkflowExecution(sent.description.getExecution())
                .build());
    }

    /** A notification that Temporal knows. */
    private record Found(NotificationId id, Letterhead head, WorkflowExecutionDescription description) {
        String webhookId() {
            return head.webhookId();
        }
    }
}
