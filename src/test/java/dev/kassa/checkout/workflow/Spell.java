package dev.kassa.checkout.workflow;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Sandbox;
import java.time.Duration;
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

    void beginsIn(Sandbox sandbox, Operation operation) {
        var named = Fault.Plain.valueOf(fault);
        if (lasting == null) {
            sandbox.faults().next(operation, times, named);
        } else {
            sandbox.faults().always(operation, named);
        }
    }
}
