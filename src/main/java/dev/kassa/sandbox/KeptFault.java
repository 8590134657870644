package dev.kassa.sandbox;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call's fault by its name, or two by theirs, with the durations that belong to it and to its race. */
record KeptFault(
        String name, @Nullable Duration by, @Nullable Duration raceBy) {

    static KeptFault of(Fault fault) {
        Race race = fault.race();
        @Nullable Duration raceBy = race != null && race.deed() instanceof Race.ClockJump(Duration jump) ? jump : null;
        @Nullable Duration late = fault.manner() instanceof Manner.Late(Manner _, Duration wait) ? wait : null;
        return new KeptFault(fault.name(), fault.pause().isZero() ? late : fault.pause(), raceBy);
    }

    Fault restored() {
        int plus = name.indexOf('+');
        return plus < 0
                ? one(name, by == null ? raceBy : by)
                : one(name.substring(0, plus), by).and(one(name.substring(plus + 1), raceBy));
    }

    private static Fault one(String name, @Nullable Duration given) {
        Duration duration = Optional.ofNullable(given).orElse(Duration.ZERO);
        return switch (name) {
            case "DELAYED_ANSWER" -> Fault.delayedAnswer(duration);
            case "SLOW_EXECUTION" -> Fault.slowExecution(duration);
            case "CLOCK_ADVANCES_JUST_BEFORE" -> Fault.clockJumpsJustBefore(duration);
            case "CLOCK_ADVANCES_DURING" -> Fault.clockJumpsDuring(duration);
            case "CLOCK_ADVANCES_JUST_AFTER" -> Fault.clockJumpsJustAfter(duration);
            default ->
                FaultCommands.plain(name)
                        .orElseThrow(() -> new IllegalStateException("The journal names an unknown fault: " + name));
        };
    }
}
