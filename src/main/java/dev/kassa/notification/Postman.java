package dev.kassa.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.checkout.MerchantDeliveries;
import dev.kassa.checkout.MerchantDeliveries.Delivery;
import dev.kassa.merchant.Receiver;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries notifications to their receivers, one try at a time. */
final class Postman implements NotificationActivities {
    private static final Logger log = LoggerFactory.getLogger(Postman.class);
    /** Of one merchant at once: whose receiver hangs holds these places and no others'. */
    private static final int AT_ONCE_TO_ONE = 20;

    private static final Duration UNTIL_A_PLACE_IS_FREE = Duration.ofSeconds(2);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final WorkflowClient client;
    private final Function<String, Optional<Receiver>> receivers;
    private final Post post;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

    Postman(
            WorkflowClient client,
            Function<String, Optional<Receiver>> receivers,
            Post post,
            MeterRegistry meters,
            InstantSource clock) {
        this.client = client;
        this.receivers = receivers;
        this.post = post;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Looks back to the nearest attempt that told anything: what is before that one, it has waited for itself.
     */
    @Override
    public void earlierNotificationsAreOver(NotificationId id) {
        for (List<NotificationId> attempt : id.earlier(MerchantDeliveries.ATTEMPTS)) {
            var found =
                    attempt.stream().map(this::status).flatMap(Optional::stream).toList();
            if (found.contains(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING)) {
                throw ApplicationFailure.newFailure(
                        "An earlier notification of this checkout is not delivered yet", "NOT_YET");
            }
            if (!found.isEmpty()) {
                return;
            }
        }
    }

    private Optional<WorkflowExecutionStatus> status(NotificationId id) {
        try {
            return Optional.of(
                    client.newUntypedWorkflowStub(id.workflowId()).describe().getStatus());
        } catch (WorkflowNotFoundException _) {
            return Optional.empty();
        }
    }

    @Override
    public int deliverNotification(Notification notification) {
        var merchant = notification.merchantId().value();
        var receiver = receivers
                .apply(merchant)
                .orElseThrow(() -> undelivered(null, "the merchant has no notification URL", null));
        var mine = places.computeIfAbsent(merchant, _ -> new Semaphore(AT_ONCE_TO_ONE));
        if (!mine.tryAcquire()) {
            throw ApplicationFailure.newBuilder()
                    .setMessage("This merchant's receiver is slow and has " + AT_ONCE_TO_ONE + " tries under way")
                    .setType("NO_PLACE")
                    .setNextRetryDelay(UNTIL_A_PLACE_IS_FREE)
                    .build();
        }
        try {
            return delivered(notification, receiver);
        } finally {
            mine.release();
        }
    }

    private int delivered(Notification notification, Receiver receiver) {
        var headers =
                Signature.headers(receiver.secret(), notification.webhookId(), clock.instant(), notification.body());
        try {
            var answer = post.send(receiver.url(), headers, notification.body().getBytes(UTF_8));
            if (!answer.isSuccess()) {
                throw undelivered(answer.status(), fault(answer.status()), retryAfter(answer));
            }
            count("delivered");
            return answer.status();
        } catch (IOException failed) {
            throw undelivered(null, String.valueOf(failed.getMessage()), null);
        }
    }

    private static String fault(int status) {
        return "HTTP " + status + (status >= 300 && status < 400 ? ": redirects are not followed" : "");
    }

    private static @Nullable Duration retryAfter(Post.Answer answer) {
        return answer.status() == TOO_MANY_REQUESTS || answer.status() == SERVICE_UNAVAILABLE
                ? RetryAfter.of(answer.retryAfter(), answer.date())
                : null;
    }

    private ApplicationFailure undelivered(@Nullable Integer status, String fault, @Nullable Duration retryAfter) {
        count("undelivered");
        return ApplicationFailure.newFailure(fault, UNDELIVERED, new Undelivered(status, fault, retryAfter));
    }

    private void count(String outcome) {
        meters.counter("kassa.notification.tries", "outcome", outcome).increment();
    }

    @Override
    public void notificationEnded(Notification notification, Delivery ended) {
        meters.counter("kassa.notifications", "outcome", ended.status().name()).increment();
        switch (ended.status()) {
            case PENDING, DELIVERED, STOPPED -> {}
            case GONE, GIVEN_UP -> {
                var last = ended.tries().getLast();
                log.warn(
                        "Merchant {} was not told {} of {} ({}): {} tries, {}; the last: {}",
                        notification.merchantId(),
                        notification.type(),
                        notification.id().checkoutId(),
                        notification.webhookId(),
                        ended.tries().size(),
                        ended.status(),
                        last.fault());
            }
        }
    }
}
