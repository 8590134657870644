package dev.kassa.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The control API's commands about the faults of calls. */
final class FaultCommands {

    static final String REFUSED_CONNECTION = "REFUSED_CONNECTION";
    static final List<String> WITH_DURATION = List.of(
            "DELAYED_ANSWER",
            "SLOW_EXECUTION",
            "CLOCK_ADVANCES_JUST_BEFORE",
            "CLOCK_ADVANCES_DURING",
            "CLOCK_ADVANCES_JUST_AFTER");

    private final Sandbox sandbox;

    FaultCommands(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Schedules one: for an operation, a category or all, for a reference or all, for a number or a while. */
    Reply add(Command command) {
        String name = command.text("fault").orElse("");
        if (name.equals(REFUSED_CONNECTION)) {
            // The control API goes away with the port, so over HTTP this must have an end.
            Duration howLong = command.duration();
            return new Reply.SendThen(Answer.noContent(), () -> sandbox.refuseConnections(howLong));
        }
        Fault fault = fault(name, command);
        @Nullable Duration howLong = command.optionalDuration("lasting").orElse(null);
        int times = howLong == null || command.has("times") ? command.times() : Schedule.ALWAYS;
        sandbox.faults().add(subject(command), command.reference().orElse(null), times, howLong, fault);
        return new Reply.Send(Answer.noContent());
    }

    /** Faults by chance: {@code seed}, {@code per_mille} and {@code faults}, by default all that need only a name. */
    Reply random(Command command) {
        List<String> names = command.texts("faults");
        Fault[] faults = names.isEmpty()
                ? Fault.all().toArray(Fault[]::new)
                : names.stream().map(name -> fault(name, command)).toArray(Fault[]::new);
        sandbox.faults().random(command.number("seed"), Math.toIntExact(command.number("per_mille")), faults);
        return new Reply.Send(Answer.noContent());
    }

    private static @Nullable String subject(Command command) {
        if (command.has("operation") && command.has("category")) {
            throw new IllegalArgumentException("operation and category exclude each other");
        }
        if (command.has("operation")) {
            return command.required("operation", Operation.class).name();
        }
        return command.has("category")
                ? command.required("category", RateCategory.class).name()
                : null;
    }

    private static Fault fault(String name, Command command) {
        int plus = name.indexOf('+');
        if (plus >= 0) {
            return fault(name.substring(0, plus), command).and(fault(name.substring(plus + 1), command));
        }
        return switch (name) {
            case "DELAYED_ANSWER" -> Fault.delayedAnswer(command.duration());
            case "SLOW_EXECUTION" -> Fault.slowExecution(command.duration());
            case "CLOCK_ADVANCES_JUST_BEFORE" -> Fault.clockJumpsJustBefore(command.duration());
            case "CLOCK_ADVANCES_DURING" -> Fault.clockJumpsDuring(command.duration());
            case "CLOCK_ADVANCES_JUST_AFTER" -> Fault.clockJumpsJustAfter(command.duration());
            default -> plain(name).orElseThrow(() -> new IllegalArgumentException("fault must be one of " + names()));
        };
    }

    static Optional<Fault> plain(String name) {
        return Stream.concat(Fault.all().stream(), Fault.races().stream())
                .filter(fault -> fault.name().equals(name))
                .findFirst();
    }

    /** The closed list of names; two of them, the second a race, may be joined by a plus. */
    static List<String> names() {
        return Stream.of(
                        Fault.all().stream().map(Fault::name),
                        Fault.races().stream().map(Fault::name),
                        WITH_DURATION.stream(),
                        Stream.of(REFUSED_CONNECTION))
                .flatMap(names -> names)
                .toList();
    }

    /** Adds the faults by chance, and every fault that there is with whether a call that meets it is executed. */
    void list(ObjectNode json) {
        sandbox.faults().lottery().ifPresent(lottery -> {
            ObjectNode random = json.putObject("random").put("seed", lottery.seed());
            random.put("per_mille", lottery.perMille());
            random.set(
                    "faults", Json.of(lottery.faults().stream().map(Fault::name).toList()));
        });
        var array = json.putArray("known_faults");
        for (String name : names()) {
            boolean executed = plain(name).map(Fault::isExecuted).orElse(!name.equals(REFUSED_CONNECTION));
            ObjectNode entry = array.addObject().put("name", name).put("executed", executed);
            if (WITH_DURATION.contains(name) || name.equals(REFUSED_CONNECTION)) {
                entry.put("needs", "duration");
            }
        }
    }
}
