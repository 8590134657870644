package dev.kassa.checkout.workflow;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Sandbox;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A fault or a race and how long it lasts, as a matrix writes it: {@code RESET_AFTER ×2}, {@code RATE_LIMITED_429 PT2H};
 * a race happens once.
 */
record Spell(String fault, int times, @Nullable Duration lasting) {

    static Spell of(String row) {
        int blank = row.indexOf(' ');
        if (blank < 0) {
            return new Spell(row, 1, null);
        }
        var fault = row.substring(0, blank);
        var spell = row.substring(blank + 1);
        return spell.startsWith("×")
                ? new Spell(fault, Integer.parseInt(spell.substring(1)), null)
                : new Spell(fault, 0, Duration.parse(spell));
    }

    /** Lets it begin for what belongs to {@code reference}; at the first call {@code race} happens too, if there is one. */
    void beginsIn(Sandbox sandbox, String reference, Operation operation, @Nullable Fault race) {
        var faults = sandbox.faults();
        var named = named();
        if (race != null) {
            faults.nextFor(reference, operation, 1, named.and(race));
        }
        if (lasting != null) {
            faults.alwaysFor(reference, operation, named);
        } else if (race == null || times > 1) {
            faults.nextFor(reference, operation, race == null ? times : times - 1, named);
        }
    }

    /** Whether it is over after so long. */
    boolean isOverAfter(Duration elapsed) {
        return lasting != null && elapsed.compareTo(lasting) >= 0;
    }

    boolean isRace() {
        return Fault.races().stream().anyMatch(race -> race.name().equals(fault));
    }

    private Fault named() {
        return Stream.concat(Fault.all().stream(), Fault.races().stream())
                .filter(known -> known.name().equals(fault))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no fault is called " + fault));
    }
}
