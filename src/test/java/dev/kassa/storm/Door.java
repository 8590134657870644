package dev.kassa.storm;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.workflow.KlarnaEvent;
import dev.kassa.sandbox.WebhookDelivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rule 5: what was acknowledged is in a history, and nothing was that Klarna did not sign for us. */
record Door(Aftermath after, Map<String, Purchase> purchases) {
    private static final Set<String> NOT_FOR_US = Set.of(
            "FORGED",
            "UNKNOWN_KEY_ID",
            "SIGNED_OTHER_BYTES",
            "ROTATED_KEY",
            "WRONG_LIVE",
            "WRONG_RECIPIENT",
            "WRONG_SUBJECT");

    private static final Map<String, KlarnaEvent.Kind> KINDS = Map.of(
            "payment.request.state-change.completed", KlarnaEvent.Kind.REQUEST_COMPLETED,
            "payment.request.state-change.declined", KlarnaEvent.Kind.REQUEST_DECLINED,
            "payment.request.state-change.expired", KlarnaEvent.Kind.REQUEST_EXPIRED,
            "payment.request.state-change.canceled", KlarnaEvent.Kind.REQUEST_CANCELED,
            "payment.transaction.state-change.authorized", KlarnaEvent.Kind.TRANSACTION_AUTHORIZED);

    /** In milliseconds: between Temporal's answer to the edge and Klarna's note of the edge's answer. */
    private static final long AROUND = 50;

    List<Violation> violations() {
        var found = new ArrayList<Violation>();
        for (var delivery : after.books().deliveries) {
            if (delivery.status() == 200) {
                accepted(delivery, found);
            }
        }
        return found;
    }

    private void accepted(WebhookDelivery delivery, List<Violation> found) {
        var request = after.books().requestById(delivery.paymentRequestId());
        var purchase = request == null ? null : purchases.get(String.valueOf(request.purchaseReference()));
        var fault = delivery.fault();
        if (fault != null && NOT_FOR_US.contains(fault)) {
            found.add(new Violation(5, purchase, "accepted though " + fault + ": " + delivery.eventId()));
        }
        var kind = KINDS.get(delivery.eventType());
        var event = JsonMapper.shared().readTree(delivery.body());
        // One that names nothing but Klarna's ids is looked up, where the server can list; this one cannot.
        if (kind == null || purchase == null || !event.path("payload").hasNonNull("payment_request_reference")) {
            return;
        }
        var own = after.runs().getOrDefault(purchase.id().value(), List.of());
        var at = delivery.at().minus(after.skew());
        if (!isHeard(kind, event, own) && !isOld(kind, at, own) && !isThrownAway(at, own)) {
            found.add(new Violation(5, purchase, "acknowledged and lost: " + delivery));
        }
    }

    private static boolean isHeard(KlarnaEvent.Kind kind, JsonNode event, List<Run> own) {
        var id = event.path("payload").path("payment_request_id").stringValue(null);
        var occurredAt =
                Instant.parse(event.path("metadata").path("occurred_at").stringValue(""));
        return own.stream()
                .flatMap(run -> run.heard().stream())
                .anyMatch(heard -> heard.kind() == kind
                        && heard.occurredAt().equals(occurredAt)
                        && (heard.paymentRequestId() == null
                                || heard.paymentRequestId().value().equals(id)));
    }

    /**
     * Whether the test server has it no more: what comes while a worker has a task it keeps aside until that is answered, and
     * forgets where it never is. A real server writes it down then.
     */
    private static boolean isThrownAway(Instant at, List<Run> own) {
        return own.stream()
                .flatMap(run -> run.lostTasks().stream())
                .anyMatch(task -> task.contains(at.minusMillis(AROUND)) || task.contains(at));
    }

    /** Whether there was nobody to tell: the checkout is paid, or has ended and this changes nothing. */
    private boolean isOld(KlarnaEvent.Kind kind, Instant at, List<Run> own) {
        Optional<Run> latest =
                own.stream().filter(run -> !run.startedAt().isAfter(at)).reduce((_, later) -> later);
        if (latest.isEmpty()) {
            return false;
        }
        var run = latest.get();
        boolean hasEnded = run.closedAt() != null && !run.closedAt().isAfter(at.plus(after.answered()));
        return switch (kind) {
            case REQUEST_COMPLETED, TRANSACTION_AUTHORIZED -> hasEnded && isPaid(run);
            case REQUEST_DECLINED, REQUEST_EXPIRED, REQUEST_CANCELED -> hasEnded;
        };
    }

    private static boolean isPaid(Run run) {
        return run.status() == CheckoutStatus.AUTHORIZED;
    }
}
