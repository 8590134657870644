package dev.kassa.sandbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One Payment Request: how it stands, what a person may do to it, its events and its calls. */
final class RequestPage {

    private static final List<String> STEPS = List.of("enter", "approve", "decline", "abort", "cancel");

    private final Sandbox sandbox;
    private final PaymentRequestView request;
    private final Instant now;
    private final String here;

    private RequestPage(Sandbox sandbox, PaymentRequestView request) {
        this.sandbox = sandbox;
        this.request = request;
        this.now = sandbox.now();
        this.here = "/ui/requests/" + Ids.shortened(request.id());
    }

    static Optional<Answer> of(Sandbox sandbox, String shortId) {
        return sandbox.find(shortId)
                .filter(found -> Ids.shortened(found.id()).equals(shortId))
                .map(found -> new RequestPage(sandbox, found).answer());
    }

    private Answer answer() {
        String name = request.purchaseReference() == null ? "Payment Request" : request.purchaseReference();
        Html body = Html.of(
                """
                <section class=card data-live=request><p class=soft>Payment Request</p>
                <h1 class=name>{}</h1><p class=amount>{} {}</p>
                <div class=actions>{}</div>{}</section>
                <section class=card><h2>Events and their deliveries</h2><div data-live=events>{}</div></section>
                <section class=card><h2>Calls</h2><div data-live=calls>{}</div></section>
                <section class=card><h2>What the customer, Klarna and the clock did</h2>
                <div data-live=decisions>{}</div></section>
                """,
                name,
                Page.money(request.amount(), request.currency()),
                Page.state(request.state(), request.deleted()),
                actions(),
                facts(),
                events(),
                CallsPage.table(calls(), "Calls about this Payment Request"),
                decisions());
        return Page.forOperators(200, name, Page.Section.PAYMENT_REQUESTS, now, body);
    }

    private List<Html> actions() {
        return STEPS.stream()
                .filter(this::isPossible)
                .map(step -> Form.button(
                        "payment-requests/" + Ids.shortened(request.id()) + "/" + step, here, kind(step), label(step)))
                .toList();
    }

    private boolean isPossible(String step) {
        return switch (step) {
            case "enter" -> request.state() == RequestState.SUBMITTED;
            case "abort" -> request.state() == RequestState.IN_PROGRESS;
            default -> request.state().isOpen();
        };
    }

    private static String label(String step) {
        return switch (step) {
            case "enter" -> "Customer enters";
            case "approve" -> "Customer approves";
            case "decline" -> "Declined";
            case "abort" -> "Customer leaves";
            default -> "Klarna cancels";
        };
    }

    private static String kind(String step) {
        return switch (step) {
            case "approve" -> "go";
            case "decline", "cancel" -> "stop";
            default -> "";
        };
    }

    private Html facts() {
        List<Html> facts = new ArrayList<>();
        if (request.state().isOpen()) {
            facts.add(fact("Expires in", RequestsPage.expiresIn(request, now)));
            facts.add(fact("Purchase page", Html.of("<a href=\"{}\">{}</a>", request.url(), request.url())));
        }
        facts.add(fact("Id", request.id()));
        facts.add(fact("Reference", request.reference()));
        facts.add(fact("Account", request.account()));
        facts.add(fact("Created", Page.time(request.createdAt())));
        facts.add(fact("Expires", Page.time(request.expiresAt())));
        facts.add(fact("Came from", request.previousState()));
        facts.add(fact("Reason", request.stateReason()));
        if (request.tokenExpiresAt() != null) {
            facts.add(fact(
                    "Token",
                    Html.of(
                            "{}, dies at {}",
                            request.finalized() ? "spent" : "not spent",
                            Page.time(request.tokenExpiresAt()))));
        }
        facts.add(fact("Transaction", request.paymentTransactionId()));
        return Html.of("<dl>{}</dl>", facts);
    }

    private static Html fact(String name, @Nullable Object value) {
        return value == null ? Html.NOTHING : Html.of("<dt>{}</dt><dd>{}</dd>\n", name, value);
    }

    private Html events() {
        List<WebhookDelivery> own = sandbox.deliveries().stream()
                .filter(delivery -> delivery.paymentRequestId().equals(request.id()))
                .toList();
        return WebhooksPage.table(own, here);
    }

    // A call that failed before there was a request belongs to it by its reference alone.
    private List<LedgerEntry> calls() {
        return sandbox.ledger().stream()
                .filter(call -> call.paymentRequestId() == null
                        ? request.reference() != null && request.reference().equals(call.paymentRequestReference())
                        : call.paymentRequestId().equals(request.id()))
                .toList();
    }

    private Html decisions() {
        HtmlTable table = new HtmlTable("What happened without a call", "Time", "What", "State after it");
        sandbox.decisions().stream()
                .filter(decision -> decision.paymentRequestId().equals(request.id()))
                .forEach(decision ->
                        table.row(Page.time(decision.at()), decision.kind(), Page.state(decision.state(), false)));
        return table.orWhenEmpty("Nothing yet.");
    }
}
