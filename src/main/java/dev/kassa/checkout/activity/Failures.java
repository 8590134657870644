package dev.kassa.checkout.activity;

import dev.kassa.checkout.Refusal;
import dev.kassa.checkout.workflow.Backoff;
import dev.kassa.checkout.workflow.CallFailure;
import dev.kassa.klarna.KlarnaException;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Klarna's failures as Temporal's: what is retried by the server, and after how long. */
final class Failures {
    /** A refusal that cannot be believed yet is asked again, but not hammered. */
    private static final Duration SLOWLY = Duration.ofMinutes(5);

    /** So many tries are some ten minutes. */
    private static final int SOON = 15;

    private Failures() {}

    /** For a call that may have changed something at Klarna. */
    static ApplicationFailure ofWrite(KlarnaException exception) {
        return switch (exception) {
            case KlarnaException.Transient _ -> of(CallFailure.TRANSIENT, exception, null);
            case KlarnaException.OutcomeUnknown _ -> of(CallFailure.OUTCOME_UNKNOWN, exception, null);
            case KlarnaException.Refused _ -> of(CallFailure.REFUSED_IN_DOUBT, exception, SLOWLY);
        };
    }

    /** For a read, which changes nothing: whatever went wrong, it may be asked again. */
    static ApplicationFailure ofRead(KlarnaException exception) {
        return of(CallFailure.TRANSIENT, exception, exception instanceof KlarnaException.Refused ? SLOWLY : null);
    }

    /** A refusal that an earlier, unanswered try keeps from being the last word. */
    static ApplicationFailure refusedInDoubt(String message) {
        return failure(CallFailure.REFUSED_IN_DOUBT, message, SLOWLY);
    }

    static ApplicationFailure notYet(String what) {
        return failure(CallFailure.NOT_YET, what, null);
    }

    /** A 404 that cannot be believed: soon it is another one, or it stays so until the Payment Request would have expired. */
    static ApplicationFailure notKnown(String what) {
        boolean stays = Activity.getExecutionContext().getInfo().getAttempt() > SOON;
        return failure(CallFailure.NOT_YET, what, stays ? SLOWLY : null);
    }

    static Refusal refusal(KlarnaException.Refused refused) {
        var details = refused.details();
        return new Refusal(details.errorCode(), details.correlationId(), message(refused), details.validationErrors());
    }

    /**
     * The failure with a pause that does not sleep through the end of what the call is for: the try shortly before it
     * may be the only one that Klarna answers.
     *
     * @param left until nothing is sent any more
     */
    static ApplicationFailure beforeItIsTooLate(ApplicationFailure failure, Duration left) {
        var asked = failure.getNextRetryDelay();
        var pause = asked != null ? asked : usual();
        var untilLastTry = left.minus(Backoff.LAST_TRY);
        if (pause.compareTo(untilLastTry) > 0 && untilLastTry.isPositive()) {
            failure.setNextRetryDelay(untilLastTry);
        }
        return failure;
    }

    private static ApplicationFailure of(CallFailure type, KlarnaException exception, @Nullable Duration atLeast) {
        var asked = exception.details().retryAfter();
        return failure(type, message(exception), asked != null ? asked : atLeast);
    }

    private static ApplicationFailure failure(CallFailure type, String message, @Nullable Duration retryAfter) {
        var failure = ApplicationFailure.newBuilder().setType(type.name()).setMessage(message);
        if (retryAfter != null) {
            failure.setNextRetryDelay(withJitter(atLeastTheUsual(retryAfter)));
        }
        return failure.build();
    }

    /** Klarna's "in a second" is true for one caller; whoever is told so again and again pauses longer and longer. */
    private static Duration atLeastTheUsual(Duration asked) {
        var usual = usual();
        return asked.compareTo(usual) > 0 ? asked : usual;
    }

    private static Duration usual() {
        return Backoff.after(Activity.getExecutionContext().getInfo().getAttempt());
    }

    /** Up to a quarter longer, so that a thousand checkouts that were told to wait do not come back together. */
    private static Duration withJitter(Duration delay) {
        return delay.plusMillis(ThreadLocalRandom.current().nextLong(delay.toMillis() / 4 + 1));
    }

    private static String message(KlarnaException exception) {
        return String.valueOf(exception.getMessage());
    }
}
