package dev.kassa.storm;

import dev.kassa.sandbox.Contradiction;
import dev.kassa.sandbox.Reading;
import dev.kassa.sandbox.Unknown;
import java.util.List;
import java.util.SplittableRandom;

/** How what Klarna leaves open is read in one storm: of those topics on which no setting of Kassa's depends. */
final class Readings {
    private static final List<Reading[]> TOPICS = List.of(
            Contradiction.CancelOfCompleted.values(),
            Contradiction.CancelOfCanceled.values(),
            Contradiction.Declined.values(),
            Contradiction.FinalTokens.values(),
            Contradiction.ErrorList.values(),
            Contradiction.ErrorType.values(),
            Contradiction.UrlPlace.values(),
            Contradiction.CustomerTokenPlace.values(),
            Unknown.RefusedCancel.values(),
            Unknown.CancelAnswer.values(),
            Unknown.SpentToken.values(),
            Unknown.LateToken.values(),
            Unknown.ReplayOfDeadToken.values(),
            Unknown.CompletedAfterTokenDeath.values(),
            Unknown.CompletedAfterFinalization.values(),
            Unknown.TokensAfterFinalization.values(),
            Unknown.TransactionInRead.values(),
            Unknown.Gone.values(),
            Unknown.StepUpStatus.values(),
            Unknown.StateReasons.values(),
            Unknown.ExtraFields.values(),
            Unknown.EnumValues.values());

    private Readings() {}

    static List<Reading> by(SplittableRandom dice) {
        return TOPICS.stream()
                .map(readings -> readings[dice.nextInt(3) == 0 ? dice.nextInt(readings.length) : 0])
                .toList();
    }
}
