package dev.kassa.smallworld;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.smallworld.SmallRequest.Asked;
import dev.kassa.smallworld.SmallRequest.Call;
import dev.kassa.smallworld.SmallRequest.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must never happen (docs/how-it-works.md), judged by Klarna's ledger and never by what Kassa believes. */
final class Judge {
    private Judge() {}

    /** @param end absent where the run did not end */
    static List<String> wrongs(@Nullable Checkout end, List<Checkout> answers, SmallRequest request) {
        var wrongs = new ArrayList<String>();
        if (end == null) {
            wrongs.add("the run did not end");
            return wrongs;
        }
        boolean paid = request.isPaid();
        boolean unconfirmed = end.status() == CheckoutStatus.UNCONFIRMED;
        if (unconfirmed && request.ledger().stream().noneMatch(Judge::isUnanswered)) {
            wrongs.add("UNCONFIRMED, and every call was answered");
        }
        if (!unconfirmed && paid != (end.status() == CheckoutStatus.AUTHORIZED)) {
            wrongs.add((paid ? "paid" : "not paid") + " at Klarna, but " + end.status());
        }
        if (paid && answers.stream().anyMatch(answer -> answer.status() == CheckoutStatus.CANCELED)) {
            wrongs.add("a cancel was answered CANCELED, and the customer has paid");
        }
        switch (request.standing()) {
            case "SUBMITTED", "IN_PROGRESS" -> wrongs.add("the Payment Request is still open");
            case "COMPLETED" -> {
                if (!request.wasAway()) {
                    wrongs.add("the customer completed, Klarna could be reached, and the token was lost");
                }
            }
            default -> {}
        }
        keys(request.ledger(), wrongs);
        return wrongs;
    }

    private static boolean isUnanswered(Asked asked) {
        return asked.effect() == Effect.EXECUTED_UNANSWERED || asked.effect() == Effect.LOST;
    }

    private static void keys(List<Asked> ledger, List<String> wrongs) {
        Map<IdempotencyKey, String> bodies = new HashMap<>();
        Map<Call, IdempotencyKey> doubtful = new HashMap<>();
        for (var asked : ledger) {
            var key = asked.key();
            if (asked.effect() == Effect.TOO_LATE) {
                wrongs.add("a token was used after its 60 minutes");
            }
            if (key == null) {
                continue;
            }
            if (!Objects.equals(bodies.computeIfAbsent(key, _ -> asked.body()), asked.body())) {
                wrongs.add("a key with two bodies");
            }
            var unanswered = doubtful.get(asked.call());
            if (unanswered != null && !unanswered.equals(key)) {
                wrongs.add("a second key after a " + asked.call() + " without an answer");
            }
            if (isUnanswered(asked)) {
                doubtful.put(asked.call(), key);
            } else if (asked.effect() == Effect.ANSWERED) {
                doubtful.remove(asked.call());
            }
        }
    }
}
