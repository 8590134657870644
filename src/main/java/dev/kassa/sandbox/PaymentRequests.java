package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All Payment Requests and the edges between their states (klarna.md, sections 1 and 4). Each change of state is an
 * event.
 */
final class PaymentRequests {

    private final SequencedMap<String, PaymentRequest> byId = new LinkedHashMap<>();
    private final List<CustomerDecision> decisions = new ArrayList<>();
    private final Tokens tokens;
    private final Webhooks webhooks;
    private final Supplier<Switches> switches;
    private final Duration deletionDelay;

    // Thousands of requests are asked at every call: worked out again only when one of them has changed.
    private @Nullable Instant nextDeadline;

    PaymentRequests(Tokens tokens, Webhooks webhooks, Duration deletionDelay, Supplier<Switches> switches) {
        this.tokens = tokens;
        this.webhooks = webhooks;
        this.switches = switches;
        this.deletionDelay = deletionDelay;
    }

    void add(PaymentRequest request) {
        byId.put(request.id, request);
        changed();
        webhooks.stateChanged(request, request.createdAt);
    }

    /** By id, by the last part of the id, or by reference: the newest that fits. */
    Optional<PaymentRequest> find(String idOrReference) {
        PaymentRequest direct = byId.get(idOrReference);
        if (direct != null) {
            return Optional.of(direct);
        }
        return byId.sequencedValues().reversed().stream()
                .filter(request -> request.shortId().equals(idOrReference)
                        || idOrReference.equals(request.stepUp.reference())
                        || idOrReference.equals(request.purchaseReference()))
                .findFirst();
    }

    PaymentRequest get(String account, String id) {
        PaymentRequest request = byId.get(id);
        if (request == null || !request.account.equals(account)) {
            throw Refused.noSuchResource("There is no such Payment Request");
        }
        if (request.deleted) {
            throw Refused.gone(switches.get(), "There is no such Payment Request");
        }
        return request;
    }

    void cancel(PaymentRequest request, Instant now) {
        boolean completedMayGo = switches.get().has(Contradiction.CancelOfCompleted.CANCELED)
                && request.tokenUse == null
                && !tokens.isUnderWay(request);
        switch (request.state) {
            case SUBMITTED, IN_PROGRESS -> canceled(request, "PARTNER_CANCELED", now);
            case COMPLETED -> {
                if (!completedMayGo) {
                    throw Refused.conflict("A completed Payment Request cannot be canceled");
                }
                canceled(request, "PARTNER_CANCELED", now);
            }
            case CANCELED -> {
                if (switches.get().has(Contradiction.CancelOfCanceled.REFUSED)) {
                    throw Refused.conflict("The Payment Request is canceled already");
                }
            }
            case EXPIRED, DECLINED -> throw Refused.conflict("The Payment Request is " + request.state);
        }
    }

    void decide(PaymentRequest request, CustomerDecision.Kind kind, Instant now) {
        switch (kind) {
            case ENTERED -> change(request, RequestState.SUBMITTED, RequestState.IN_PROGRESS, null, now);
            case ABORTED ->
                change(request, RequestState.IN_PROGRESS, RequestState.SUBMITTED, "PURCHASE_FLOW_ABORTED", now);
            case DECLINED -> {
                enterWhereNeeded(request, now);
                if (switches.get().has(Contradiction.Declined.BACK_TO_SUBMITTED)) {
                    change(request, RequestState.IN_PROGRESS, RequestState.SUBMITTED, "PURCHASE_FLOW_ABORTED", now);
                } else {
                    change(request, RequestState.IN_PROGRESS, RequestState.DECLINED, null, now);
                }
            }
            case APPROVED -> {
                enterWhereNeeded(request, now);
                require(request, RequestState.IN_PROGRESS);
                tokens.issue(request, switches.get().of(Contradiction.FinalTokens.class), now);
                change(request, RequestState.IN_PROGRESS, RequestState.COMPLETED, null, now);
            }
            case KLARNA_CANCELED -> {
                if (!request.state.isOpen()) {
                    throw new IllegalStateException("The Payment Request is " + request.state);
                }
                canceled(request, "TECHNICAL_ERROR", now);
            }
            case EXPIRED, DELETED, TOKEN_DIED -> throw new IllegalArgumentException("Only the clock does this");
        }
        note(request, kind, now);
    }

    /** To be told where something was done that may move a deadline, a switch included. */
    void changed() {
        nextDeadline = null;
    }

    /** Does what the clock has brought about by {@code now}. */
    void settle(Instant now) {
        if (nextDeadline != null && now.isBefore(nextDeadline)) {
            return;
        }
        Instant earliest = Instant.MAX;
        for (PaymentRequest request : byId.values()) {
            Optional<Deadlines.Next> next = Deadlines.next(request, switches.get(), deletionDelay);
            while (next.isPresent() && !now.isBefore(next.get().at())) {
                settle(request, next.get());
                next = Deadlines.next(request, switches.get(), deletionDelay);
            }
            if (next.isPresent() && next.get().at().isBefore(earliest)) {
                earliest = next.get().at();
            }
        }
        nextDeadline = earliest;
    }

    private void settle(PaymentRequest request, Deadlines.Next next) {
        switch (next.what()) {
            case EXPIRY -> {
                moved(request, RequestState.EXPIRED, null, next.at());
                note(request, CustomerDecision.Kind.EXPIRED, next.at());
            }
            case REOPENING -> {
                request.forgetTokens();
                moved(request, RequestState.SUBMITTED, "CONFIRMATION_TOKEN_EXPIRED", next.at());
                note(request, CustomerDecision.Kind.TOKEN_DIED, next.at());
            }
            case DELETION -> {
                request.deleted = true;
                note(request, CustomerDecision.Kind.DELETED, next.at());
            }
        }
    }

    /** When the clock will next bring something about. */
    Stream<Instant> due() {
        if (nextDeadline != null) {
            return Stream.of(nextDeadline).filter(next -> !next.equals(Instant.MAX));
        }
        return byId.values().stream()
                .flatMap(request -> Deadlines.next(request, switches.get(), deletionDelay).stream())
                .map(Deadlines.Next::at);
    }

    void keep(Memory memory) {
        memory.keep(new Kept.Named<>("payment_request", () -> byId, KeptRequest::of, (id, json) -> {
            byId.put(id, KeptJson.decoded(json, KeptRequest.class).restored());
            changed();
        }));
        memory.keep(new Kept.Appended<>(
                "decision",
                count -> List.copyOf(decisions.subList(count, decisions.size())),
                json -> KeptJson.decoded(json, CustomerDecision.class),
                decisions::add));
    }

    Collection<PaymentRequest> all() {
        return byId.values();
    }

    List<CustomerDecision> decisions() {
        return List.copyOf(decisions);
    }

    private void enterWhereNeeded(PaymentRequest request, Instant now) {
        if (request.state == RequestState.SUBMITTED) {
            decide(request, CustomerDecision.Kind.ENTERED, now);
        }
    }

    private void canceled(PaymentRequest request, String reason, Instant now) {
        request.canceledAt = now;
        moved(request, RequestState.CANCELED, reason, now);
    }

    private void change(
            PaymentRequest request, RequestState from, RequestState to, @Nullable String reason, Instant now) {
        require(request, from);
        moved(request, to, reason, now);
    }

    private void moved(PaymentRequest request, RequestState to, @Nullable String reason, Instant at) {
        @Nullable
        String told = switch (switches.get().of(Unknown.StateReasons.class)) {
            case KNOWN -> reason;
            case UNHEARD_OF -> "SOMETHING_NEW";
            case ABSENT -> null;
        };
        request.become(to, told, at);
        changed();
        webhooks.stateChanged(request, at);
    }

    private static void require(PaymentRequest request, RequestState state) {
        if (request.state != state) {
            throw new IllegalStateException("The Payment Request is " + request.state);
        }
    }

    private void note(PaymentRequest request, CustomerDecision.Kind kind, Instant at) {
        decisions.add(new CustomerDecision(at, request.id, kind, request.state));
    }
}
