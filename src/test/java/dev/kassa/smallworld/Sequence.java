package dev.kassa.smallworld;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What happens to one checkout, in this order; no step twice. */
record Sequence(List<Step> steps) {
    static final Sequence EMPTY = new Sequence(List.of());

    private static final Duration USUAL_SESSION = Duration.ofMinutes(30);

    private static final Duration USUAL_EXPIRY = Duration.ofMinutes(60);
    /** Neither at a scheduled read nor at the one 30 s before it: what comes first there would be a matter of luck. */
    private static final Duration SHORT_EXPIRY = Duration.ofMinutes(17);
    /** The first read is due after five, and later where the authorize had to be repeated. */
    private static final Duration TO_THE_NEXT_READ = Duration.ofSeconds(330);

    private static final Duration TO_THE_SESSIONS_END = Duration.ofMinutes(1);

    static Sequence of(String words) {
        return new Sequence(Arrays.stream(words.split("[, ]+")).map(Step::of).toList());
    }

    Sequence with(Step next) {
        var longer = new ArrayList<>(steps);
        longer.add(next);
        return new Sequence(List.copyOf(longer));
    }

    /** What stands first and only arms something meets the first authorize: it is armed before the start. */
    int armedBeforeStart() {
        int first = 0;
        while (first < steps.size() && steps.get(first).kind == Step.Kind.ARMING) {
            first++;
        }
        return first;
    }

    /**
     * Whether another order of the same steps is the same: a lost webhook, an outage and a fault of a call, armed one
     * right after the other, do not touch each other. Of such orders one is run.
     */
    boolean isTwin() {
        int last = steps.size() - 1;
        return last > 0
                && steps.get(last).kind == Step.Kind.ARMING
                && steps.get(last - 1).kind == Step.Kind.ARMING
                && rank(steps.get(last)) < rank(steps.get(last - 1));
    }

    private static int rank(Step step) {
        return step == Step.DEAF ? -1 : step == Step.AWAY ? 1 : 0;
    }

    /** Where time passes, and how much: sequences that agree in it share an environment. */
    String skeleton() {
        return IntStream.range(0, steps.size())
                .filter(at -> steps.get(at).kind == Step.Kind.TIME)
                .mapToObj(at -> at + ":" + steps.get(at))
                .collect(Collectors.joining(" ", steps.size() + " ", ""));
    }

    /** So long after its start the checkout's session ends: where the sequence says so, or after all of it. */
    Duration session() {
        var passed = Duration.ZERO;
        for (var step : steps) {
            if (step == Step.SESSION_ENDS) {
                return passed.plus(TO_THE_SESSIONS_END);
            }
            passed = after(passed, step, Duration.ZERO);
        }
        return USUAL_SESSION;
    }

    /** So long after its start the Payment Request expires. */
    Duration expiry() {
        return steps.contains(Step.EXPIRES) ? SHORT_EXPIRY : USUAL_EXPIRY;
    }

    /** How much time has passed since the start once this step is over. */
    Duration after(Duration passed, Step step, Duration session) {
        return switch (step) {
            case POLL -> passed.plus(TO_THE_NEXT_READ);
            case SESSION_ENDS -> longer(passed, session);
            case EXPIRES -> longer(passed, expiry());
            case COMPLETES, DECLINES, ABORTS, KLARNA_CANCELS, RETURN, CANCEL, UI_CANCEL -> passed;
            case DEAF, EXECUTED, UNEXECUTED, REFUSED, LIMITED, AWAY -> passed;
        };
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    String words() {
        return steps.stream().map(Step::word).collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return words();
    }
}
