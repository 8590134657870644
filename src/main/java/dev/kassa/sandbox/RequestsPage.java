package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The console's first page: Payment Requests, the newest first. */
final class RequestsPage {

    /** More than this nobody reads on a page; the control API has them all. */
    static final int SHOWN = 100;

    private RequestsPage() {}

    static Answer of(Sandbox sandbox) {
        Instant now = sandbox.now();
        List<PaymentRequestView> all = sandbox.paymentRequests();
        HtmlTable table =
                new HtmlTable("Payment Requests", "Purchase", "State", "Amount", "Expires in", "Reference", "Account");
        all.reversed().stream().limit(SHOWN).forEach(request -> add(table, request, now));
        Html body = Html.of(
                """
                <section class=card><h1>Payment Requests</h1>
                <div data-live=requests>{}{}</div></section>
                {}
                """,
                newest(all.size()),
                table.orWhenEmpty("None yet. One appears here when an authorize ends in STEP_UP_REQUIRED."),
                start(sandbox));
        return Page.forOperators(200, "Payment Requests", Page.Section.PAYMENT_REQUESTS, now, body);
    }

    /** Says that older ones are left out, where they are. */
    static Html newest(int all) {
        return all <= SHOWN
                ? Html.NOTHING
                : Html.of("<p class=soft>The newest {} of {}; the control API has all.</p>", SHOWN, all);
    }

    static String expiresIn(PaymentRequestView request, Instant now) {
        return request.state().isOpen() ? Page.inWords(Duration.between(now, request.expiresAt())) : "";
    }

    /** A link to a Payment Request's own page, where there is one. */
    static Html link(@Nullable String id, String label) {
        return id == null || id.isEmpty()
                ? Html.of("<span class=name>{}</span>", label)
                : Html.of("<a class=name href=\"/ui/requests/{}\">{}</a>", Ids.shortened(id), label);
    }

    private static void add(HtmlTable table, PaymentRequestView request, Instant now) {
        String name = request.purchaseReference() == null ? "(no reference)" : request.purchaseReference();
        table.row(
                link(request.id(), name),
                Page.state(request.state(), request.deleted()),
                Html.of("<span class=number>{}</span>", Page.money(request.amount(), request.currency())),
                expiresIn(request, now),
                Html.of("<span class=name>{}</span>", request.reference()),
                Html.of("<span class=name>{}</span>", request.account()));
    }

    private static Html start(Sandbox sandbox) {
        return Html.of("""
                <section class=card><h2>Where to send calls</h2>
                <p>Klarna&#39;s endpoints are at <code>{}</code>, the control API for scripts at <code>{}sandbox/</code>.</p>
                </section>
                """, sandbox.baseUrl(), sandbox.homeUrl());
    }
}
