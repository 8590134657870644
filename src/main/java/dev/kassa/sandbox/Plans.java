package dev.kassa.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What coming authorizes answer. Without a plan a first authorize is STEP_UP_REQUIRED where it carries {@code
 * step_up_config},
 * else APPROVED, and a final one APPROVED. A plan is used up by an execution, not by a refusal or a replay.
 */
public final class Plans {

    private final Schedule<Result> schedule = new Schedule<>();

    Plans() {}

    /**
     * The next first authorizes end like this, one each, in this order. STEP_UP_REQUIRED without a step-up config is
     * DECLINED.
     */
    public void nextAuthorize(Result... results) {
        for (Result result : results) {
            schedule.add(Operation.AUTHORIZE.name(), null, 1, result);
        }
    }

    /** Every first authorize of this purchase, Payment Request or transaction reference ends like this. */
    public void authorizeFor(String reference, Result result) {
        schedule.add(Operation.AUTHORIZE.name(), reference, Schedule.ALWAYS, result);
    }

    /** The next final authorizations end like this: APPROVED or DECLINED. */
    public void finalAuthorize(Result... results) {
        for (Result result : results) {
            schedule.add(Operation.FINAL_AUTHORIZE.name(), null, 1, forFinal(result));
        }
    }

    /**
     * Every final authorization of this purchase, Payment Request or transaction reference ends like this: APPROVED
     * or DECLINED.
     */
    public void finalAuthorizeFor(String reference, Result result) {
        schedule.add(Operation.FINAL_AUTHORIZE.name(), reference, Schedule.ALWAYS, forFinal(result));
    }

    /** Forgets all plans. */
    public void clear() {
        schedule.clear();
    }

    Optional<Result> take(Operation operation, Set<String> references) {
        return schedule.take(operation.name(), references);
    }

    void restore(List<Schedule.Rule<Result>> rules) {
        schedule.restore(rules);
    }

    List<Schedule.Rule<Result>> rules() {
        return schedule.rules();
    }

    private static Result forFinal(Result result) {
        if (result == Result.STEP_UP_REQUIRED) {
            throw new IllegalArgumentException("A final authorization is APPROVED or DECLINED");
        }
        return result;
    }
}
