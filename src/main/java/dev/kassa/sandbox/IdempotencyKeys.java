package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Idempotency keys, per account, or per operation of an account: a duplicate gets the initial result for 24 hours; then the
 * key is forgotten (klarna.md, section 9).
 */
final class IdempotencyKeys {

    static final Duration REMEMBERED = Duration.ofDays(1);

    private final Map<Key, Use> uses = new HashMap<>();
    private final Set<Key> underWay = new HashSet<>();

    /** One account's key; {@code operation} is null where the account is all of its scope. */
    record Key(String account, @Nullable Operation operation, String value) {}

    private record Use(Key key, String fingerprint, Outcome outcome, Instant at) {}

    /** A use with its request by id; that is how it is kept. */
    private record KeptUse(
            Key key,
            String fingerprint,
            Answer answer,
            Effect effect,
            @Nullable String requestId,
            @Nullable Transaction transaction,
            @Nullable String errorCode,
            Instant at) {

        static KeptUse of(Use use) {
            Outcome outcome = use.outcome();
            return new KeptUse(
                    use.key(),
                    use.fingerprint(),
                    outcome.answer(),
                    outcome.effect(),
                    outcome.request() == null ? null : outcome.request().id,
                    outcome.transaction(),
                    outcome.errorCode(),
                    use.at());
        }

        Use restored(PaymentRequests requests) {
            @Nullable
            PaymentRequest request =
                    requestId == null ? null : requests.find(requestId).orElse(null);
            return new Use(key, fingerprint, new Outcome(answer, effect, request, transaction, errorCode), at);
        }
    }

    /**
     * The outcome of an earlier identical call.
     *
     * @throws Refused with 409 where the earlier call was another one, or is not finished
     */
    Optional<Outcome> replay(Key key, String fingerprint, Instant now) {
        if (underWay.contains(key)) {
            throw Refused.conflict("A call with this idempotency key is under way");
        }
        Use use = uses.get(key);
        if (use == null || !now.isBefore(use.at().plus(REMEMBERED))) {
            return Optional.empty();
        }
        if (!use.fingerprint().equals(fingerprint)) {
            throw Refused.conflict("This idempotency key was used for another request");
        }
        return Optional.of(use.outcome().replayed());
    }

    void keep(Memory memory, PaymentRequests requests) {
        memory.keep(new Kept.Named<>("idempotency_key", () -> uses, KeptUse::of, (_, json) -> {
            KeptUse use = KeptJson.decoded(json, KeptUse.class);
            uses.put(use.key(), use.restored(requests));
        }));
    }

    void remember(Key key, String fingerprint, Outcome outcome, Instant now) {
        uses.put(key, new Use(key, fingerprint, outcome, now));
    }

    /** Whether nobody else had begun with it. */
    boolean begin(Key key) {
        return underWay.add(key);
    }

    void end(Key key) {
        underWay.remove(key);
    }
}
