package dev.kassa.runtime;

import dev.kassa.demo.Countdown;
import dev.kassa.demo.KlarnaBooks;
import dev.kassa.demo.Step;
import dev.kassa.demo.Step.Tone;
import dev.kassa.demo.Step.Who;
import dev.kassa.sandbox.CustomerDecision;
import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.PaymentRequestView;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.WebhookDelivery;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One checkout by the sandbox's ledger, for the demo's page; tokens and keys stay there. */
final class SandboxSteps {
    private final Sandbox klarna;
    private final String checkoutId;
    private final List<PaymentRequestView> requests;

    SandboxSteps(Sandbox klarna, String checkoutId) {
        this.klarna = klarna;
        this.checkoutId = checkoutId;
        this.requests = klarna.paymentRequests().stream()
                .filter(request -> isOurs(request.reference()))
                .toList();
    }

    /** The reference of the Payment Request that a customer may still approve. */
    Optional<String> openReference() {
        return requests.stream()
                .filter(request -> request.state().isOpen())
                .map(PaymentRequestView::reference)
                .findFirst();
    }

    Stream<Step> steps() {
        var deliveries = klarna.deliveries();
        var decisions = klarna.decisions();
        return Stream.of(
                        IntStream.range(0, decisions.size())
                                .filter(place ->
                                        isOurRequest(decisions.get(place).paymentRequestId()))
                                .mapToObj(place -> step(place, decisions.get(place))),
                        calls().map(SandboxSteps::step),
                        IntStream.range(0, deliveries.size())
                                .filter(place ->
                                        isOurRequest(deliveries.get(place).paymentRequestId()))
                                .filter(place -> deliveries.get(place).outcome() != WebhookDelivery.Outcome.PENDING)
                                .mapToObj(place -> step(place, deliveries.get(place))))
                .flatMap(steps -> steps);
    }

    Stream<Countdown> countdowns() {
        var tokens = requests.stream()
                .filter(request -> !request.finalized() && request.tokenExpiresAt() != null)
                .map(request -> new Countdown("The token dies", request.tokenExpiresAt()));
        var expiries = requests.stream()
                .filter(request -> request.state().isOpen())
                .map(request -> new Countdown("Klarna lets it expire", request.expiresAt()));
        var repeats = klarna.deliveries().stream()
                .filter(delivery -> delivery.outcome() == WebhookDelivery.Outcome.PENDING && delivery.attempt() > 1)
                .filter(delivery -> isOurRequest(delivery.paymentRequestId()))
                .map(delivery -> new Countdown("Klarna sends its webhook again", delivery.at()));
        return Stream.of(tokens, expiries, repeats).flatMap(all -> all);
    }

    KlarnaBooks books() {
        var transactions = calls().filter(
                        call -> call.effect() == Effect.CREATED_TRANSACTION && call.paymentTransactionId() != null)
                .map(call -> new KlarnaBooks.Transaction(shortId(call.paymentTransactionId()), call.at()))
                .toList();
        return new KlarnaBooks(requests.stream().map(SandboxSteps::entry).toList(), transactions);
    }

    private static KlarnaBooks.PaymentRequest entry(PaymentRequestView request) {
        var dies = request.tokenExpiresAt();
        return new KlarnaBooks.PaymentRequest(
                shortId(request.id()),
                request.state().name(),
                request.stateReason(),
                request.amount(),
                request.currency(),
                request.expiresAt(),
                dies == null ? null : new KlarnaBooks.Token(request.finalized(), dies));
    }

    private Stream<LedgerEntry> calls() {
        return klarna.ledger().stream()
                .filter(call -> isOurs(call.paymentRequestReference())
                        || isOurs(call.paymentTransactionReference())
                        || isOurRequest(call.paymentRequestId())
                        || namesOurRequest(call.path()));
    }

    /** Of a call that was refused the ledger has only what was asked for. */
    private boolean namesOurRequest(String path) {
        return requests.stream().anyMatch(request -> path.endsWith(lastPart(request.id())));
    }

    private boolean isOurs(@Nullable String reference) {
        return reference != null && reference.startsWith(checkoutId + "-");
    }

    private boolean isOurRequest(@Nullable String id) {
        return id != null && requests.stream().anyMatch(request -> request.id().equals(id));
    }

    private static Step step(LedgerEntry call) {
        boolean failed = call.status() < 200 || call.status() >= 300;
        var tone = failed ? Tone.BAD : call.effect() == Effect.CREATED_TRANSACTION ? Tone.GOOD : Tone.PLAIN;
        var answer = call.status() == 0 ? "no answer" : String.valueOf(call.status());
        var effect = call.fault() != null ? "fault: " + call.fault() : words(call.effect(), call.errorCode());
        return new Step(
                "call-" + call.number(),
                call.at(),
                Who.KASSA,
                Who.KLARNA,
                words(call.operation()),
                effect.isEmpty() ? answer : answer + ", " + effect,
                tone);
    }

    private static String words(@Nullable Operation operation) {
        return switch (operation) {
            case null -> "an unknown call";
            case AUTHORIZE -> "authorize";
            case FINAL_AUTHORIZE -> "final authorization";
            case READ -> "read";
            case CANCEL -> "cancel";
            case UPDATE -> "update";
            case NOTIFICATION -> "notification management";
        };
    }

    private static String words(Effect effect, @Nullable String errorCode) {
        return switch (effect) {
            case CREATED_REQUEST -> "step-up: ask the customer";
            case CREATED_TRANSACTION -> "approved: one transaction";
            case CREATED_CUSTOMER_TOKEN -> "a customer token";
            case DECLINED -> "declined";
            case UPDATED -> "updated";
            case CANCELED -> "canceled";
            case CHANGED_NOTIFICATIONS -> "changed";
            case REPLAYED -> "the same answer as before";
            case REFUSED -> errorCode == null ? "refused" : errorCode;
            case NONE -> "";
        };
    }

    private static Step step(int place, WebhookDelivery delivery) {
        var type = delivery.eventType();
        var what = "webhook " + type.substring(type.lastIndexOf('.') + 1) + (delivery.attempt() > 1 ? ", again" : "");
        return new Step(
                "delivery-" + place,
                delivery.at(),
                Who.KLARNA,
                Who.KASSA,
                what,
                words(delivery) + words(delivery.fault()),
                switch (delivery.outcome()) {
                    case DELIVERED, PENDING -> Tone.PLAIN;
                    case LOST, NO_RECEIVER -> Tone.LOST;
                    case REFUSED, UNREACHABLE -> Tone.BAD;
                });
    }

    private static String words(WebhookDelivery delivery) {
        return switch (delivery.outcome()) {
            case PENDING -> "to come";
            case DELIVERED -> String.valueOf(delivery.status());
            case REFUSED -> delivery.status() + ": Klarna will try again";
            case UNREACHABLE -> "no answer: Klarna will try again";
            case LOST -> "lost on the way";
            case NO_RECEIVER -> "there is nobody to send it to";
        };
    }

    private static String words(@Nullable String fault) {
        return switch (fault) {
            case null -> "";
            case "LOST" -> "";
            case "DOUBLED" -> ", sent twice";
            default -> ", fault: " + fault;
        };
    }

    private static Step step(int place, CustomerDecision decision) {
        var who = switch (decision.kind()) {
            case ENTERED, APPROVED, DECLINED, ABORTED -> Who.CUSTOMER;
            case KLARNA_CANCELED, EXPIRED, TOKEN_DIED, DELETED -> Who.KLARNA;
        };
        var what = switch (decision.kind()) {
            case ENTERED -> "opens the purchase";
            case APPROVED -> "approves";
            case DECLINED -> "declines";
            case ABORTED -> "leaves without deciding";
            case KLARNA_CANCELED -> "cancels it by itself";
            case EXPIRED -> "lets it expire";
            case TOKEN_DIED -> "lets the token die";
            case DELETED -> "deletes it";
        };
        return new Step(
                "decision-" + place,
                decision.at(),
                who,
                Who.KLARNA,
                what,
                "the Payment Request is " + decision.state(),
                decision.kind() == CustomerDecision.Kind.APPROVED ? Tone.GOOD : Tone.PLAIN);
    }

    /** Of a KRN, cut to what a person compares. */
    private static String shortId(@Nullable String krn) {
        var whole = krn == null ? "" : lastPart(krn);
        return whole.length() > 8 ? whole.substring(0, 8) : whole;
    }

    private static String lastPart(String krn) {
        return krn.substring(krn.lastIndexOf(':') + 1);
    }
}
