package dev.kassa.checkout.workflow;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Sandbox;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A fault and how long it lasts, as a matrix writes it: {@code RESET_AFTER ×2}, {@code RATE_LIMITED_429 PT2H}. */
record Spell(String fault, int times, @Nullable Duration lasting) {

    static Spell of(String row) {
        int blank = row.indexOf(' ');
        var fault = row.substring(0, blank);
        var spell = row.substring(blank + 1);
        return spell.startsWith("×")
                ? new Spell(fault, Integer.parseInt(spell.substring(1)), null)
                : new Spell(fault, 0, Duration.parse(spell));
    }

    /** Lets it begin for {@code operation}; at its first call {@code race} happens too, where there is one. */
    void beginsIn(Sandbox sandbox, Operation operation, @Nullable Fault race) {
        var named = named();
        if (race != null) {
            sandbox.faults().next(operation, named.and(race));
        }
        if (lasting != null) {
            sandbox.faults().during(lasting, operation, named);
        } else if (race == null || times > 1) {
            sandbox.faults().next(operation, race == null ? times : times - 1, named);
        }
    }

    private Fault named() {
        return Stream.concat(Fault.all().stream(), Fault.races().stream())
                .filter(known -> known.name().equals(fault))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault is called " + fault));
    }
}
