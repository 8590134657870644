package dev.kassa.smallworld;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every order of everything that can happen to one checkout; {@code proof/small-world} does it with six steps. */
class SmallWorldTest {
    private static final int DEPTH = 4;

    /** In all orders of four; the others, which do much the same as one of these, in all orders of three. */
    private static final EnumSet<Step> CORE =
            EnumSet.complementOf(EnumSet.of(Step.ABORTS, Step.UI_CANCEL, Step.LIMITED, Step.AWAY));

    @Test
    void inEveryOrderOfFourStepsWhatMustNeverHappenDoesNot() throws IOException {
        var ends = new Ends();
        var exploration = new Exploration(2, Exploration.Kept.NOWHERE, (_, _, _, _) -> {}, ends);
        var open = List.of(Sequence.EMPTY);
        for (int level = 1; level < DEPTH; level++) {
            open = exploration.level(open, Step.USUAL);
        }
        var core = open.stream()
                .filter(sequence -> CORE.containsAll(sequence.steps()))
                .toList();
        exploration.level(core, CORE);
        exploration.everyOrderOf(2, Step.OUTAGE);
        System.out.println(exploration.runs() + " runs\n" + ends.printed());
        assertThat(exploration.wrong())
                .as("each can be repeated by proof/small-world --only")
                .isEmpty();
        assertThat(exploration.secrets())
                .as("payloads with a token in the clear")
                .isZero();
        assertThat(ends.differences(Ends.list(), false)).isEmpty();
    }
}
