package dev.kassa.notification;

import dev.kassa.checkout.MerchantDeliveries.Delivery;
import dev.kassa.checkout.MerchantDeliveries.Status;
import dev.kassa.checkout.MerchantDeliveries.Try;
import dev.kassa.notification.NotificationActivities.Undelivered;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One notification: its turn, its tries, its end. */
public final class NotificationWorkflowImpl implements NotificationWorkflow {
    /** Longer than the 15 s that a receiver has: who is still silent then is a worker that died. */
    private static final Duration ONE_TRY = Duration.ofSeconds(30);

    private static final Duration ONE_LOOK = Duration.ofSeconds(10);
    private static final Duration LONGEST_RETRY_INTERVAL = Duration.ofMinutes(1);
    private static final int TRIES_SHOWN = 100;

    // ---- What it knows.

    private final Notification notification;
    private final List<Try> tries;
    private Status status = Status.PENDING;
    private int triesOfThisRun;
    private @Nullable Instant nextTryAt;
    private boolean resend;
    private boolean waitsForEarlier;

    /** Before any handler, so that a signal that arrives first finds a whole object. */
    @WorkflowInit
    public NotificationWorkflowImpl(Notification notification) {
        this.notification = notification;
        this.tries = new ArrayList<>(notification.earlierTries());
    }

    // ---- What happens.

    @Override
    public Delivery run(Notification sameNotification) {
        var giveUpDeadline = now().plus(RetrySchedule.FOR);
        try {
            if (notification.inOrder()) {
                awaitEarlier();
            }
            deliver(giveUpDeadline);
            end();
            while (resend) {
                // Asked for while the last try was under way: that one may not have been what the merchant wanted.
                deliver(giveUpDeadline);
                end();
            }
        } catch (CanceledFailure | ActivityFailure stopped) {
            status = Status.STOPPED;
            nextTryAt = null;
            throw stopped;
        }
        return delivery();
    }

    /** At least one try, however long the earlier ones took. */
    private void deliver(Instant giveUpDeadline) {
        while (true) {
            var undelivered = tryOnce();
            if (undelivered == null) {
                become(Status.DELIVERED);
                return;
            }
            if (undelivered.isGone()) {
                become(Status.GONE);
                return;
            }
            if (!now().isBefore(giveUpDeadline)) {
                become(Status.GIVEN_UP);
                return;
            }
            pause(undelivered.retryAfter(), giveUpDeadline);
        }
    }

    // ---- Its steps.

    /** One try; null where it delivered. */
    private @Nullable Undelivered tryOnce() {
        resend = false;
        triesOfThisRun++;
        tellUi();
        var at = now();
        try {
            int httpStatus = delivering().deliverNotification(notification);
            tried(new Try(at, httpStatus, null));
            return null;
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof ApplicationFailure known
                    && known.getType().equals(NotificationActivities.UNDELIVERED)) {
                var undelivered = known.getDetails().get(0, Undelivered.class);
                tried(new Try(at, undelivered.httpStatus(), undelivered.fault()));
                return undelivered;
            }
            throw failure;
        }
    }

    private void tried(Try outcome) {
        tries.add(outcome);
        if (tries.size() > TRIES_SHOWN) {
            tries.removeFirst();
        }
    }

    private void pause(@Nullable Duration asked, Instant giveUpDeadline) {
        var chance = Workflow.newRandom().nextDouble();
        var usual = now().plus(RetrySchedule.pauseAfter(triesOfThisRun, asked, chance));
        var next = usual.isBefore(giveUpDeadline) ? usual : giveUpDeadline;
        nextTryAt = next;
        tellUi();
        interruptibly(() -> Workflow.newTimer(
                        Duration.between(now(), next),
                        TimerOptions.newBuilder()
                                .setSummary("Try " + (triesOfThisRun + 1) + "; given up " + time(giveUpDeadline))
                                .build())
                .get());
        nextTryAt = null;
    }

    private void awaitEarlier() {
        waitsForEarlier = true;
        tellUi();
        var activities = Workflow.newActivityStub(
                NotificationActivities.class,
                options("Earlier notifications of this checkout", ONE_LOOK).build());
        interruptibly(() -> activities.earlierNotificationsAreOver(notification.id()));
        waitsForEarlier = false;
    }

    /** Waits for something, or for the signal that it is not worth waiting for. */
    private void interruptibly(Runnable wait) {
        List<Promise<Void>> waiting = new ArrayList<>();
        var scope = Workflow.newCancellationScope(() -> waiting.add(Async.procedure(wait::run)));
        scope.run();
        var over = waiting.getFirst();
        Workflow.await(() -> over.isCompleted() || resend);
        if (over.isCompleted()) {
            over.get();
        } else {
            scope.cancel();
        }
    }

    /** Nobody waits for the count, and a lost one is no reason to try again. */
    private void end() {
        Workflow.newActivityStub(
                        NotificationActivities.class,
                        options("Ended: " + status, ONE_LOOK).build())
                .notificationEnded(notification, delivery());
    }

    private NotificationActivities delivering() {
        return Workflow.newActivityStub(
                NotificationActivities.class,
                options("Try " + triesOfThisRun + " of " + notification.type(), ONE_TRY)
                        .build());
    }

    /** Without an end, for what keeps an activity from being done at all is that there is no worker. */
    private static ActivityOptions.Builder options(String summary, Duration oneTry) {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(oneTry)
                .setRetryOptions(RetryOptions.newBuilder()
                        .setInitialInterval(Duration.ofSeconds(2))
                        .setMaximumInterval(LONGEST_RETRY_INTERVAL)
                        .setDoNotRetry(NotificationActivities.UNDELIVERED)
                        .build())
                .setSummary(summary);
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    // ---- What operators see.

    private void become(Status next) {
        status = next;
        tellUi();
    }

    private void tellUi() {
        var last = tries.isEmpty() ? null : tries.getLast();
        Workflow.setCurrentDetails("**%s**: %s\n\n- %s, attempt %d of %s\n- %d tries%s\n"
                .formatted(
                        status,
                        inPlainWords(),
                        notification.type(),
                        notification.id().attempt(),
                        notification.id().checkoutId(),
                        tries.size(),
                        last == null || last.fault() == null ? "" : "; the last: " + last.fault()));
    }

    private String inPlainWords() {
        return switch (status) {
            case PENDING -> waitsForEarlier ? "waits for the checkout's earlier notifications." : pending();
            case DELIVERED -> "the merchant has it.";
            case GONE -> "the merchant's endpoint says that it is gone (410).";
            case GIVEN_UP -> "nobody took it for 72 hours. `resend`, by signal or by the API, tries again.";
            case STOPPED -> "an operator ended it.";
        };
    }

    private String pending() {
        return nextTryAt == null
                ? "a try is under way."
                : "next try " + time(nextTryAt) + "; the signal `resend` tries at once.";
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    // ---- What the world tells it.

    @Override
    public void resend() {
        resend = true;
    }

    @Override
    public Delivery delivery() {
        return new Delivery(
                notification.webhookId(),
                notification.type(),
                notification.id().attempt(),
                notification.timestamp(),
                status,
                List.copyOf(tries),
                nextTryAt);
    }
}
