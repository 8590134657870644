package dev.kassa.sandbox;

import java.util.List;

/** The ledger for people: every call, the newest first, and what it says of the partner. */
final class CallsPage {

    private CallsPage() {}

    static Answer of(Sandbox sandbox) {
        List<LedgerEntry> ledger = sandbox.ledger();
        Html body = Html.of(
                """
                <section class=card><h1>Calls</h1><div data-live=calls>{}{}{}</div></section>
                """,
                judgement(sandbox.judgement()),
                RequestsPage.newest(ledger.size()),
                table(
                        ledger.reversed().stream().limit(RequestsPage.SHOWN).toList(),
                        "Calls of partners, the newest first"));
        return Page.forOperators(200, "Calls", Page.Section.CALLS, sandbox.now(), body);
    }

    static Html table(List<LedgerEntry> calls, String caption) {
        HtmlTable table = new HtmlTable(caption, "Time", "Call", "Answer", "Changed", "Fault", "Reference");
        calls.forEach(call -> table.row(
                Page.time(call.at()),
                Html.of(
                        "{}<br><span class=small>{} {}</span>",
                        call.operation() == null ? "unknown" : call.operation(),
                        call.method(),
                        call.path()),
                answer(call),
                effect(call),
                call.fault() == null ? "" : Html.of("<span class=fault>{}</span>", call.fault()),
                reference(call)));
        return table.orWhenEmpty("None yet.");
    }

    private static Html answer(LedgerEntry call) {
        String status = call.status() == 0 ? "none" : String.valueOf(call.status());
        return Html.of(
                "{} <span class=small>{}</span>{}",
                status,
                call.errorCode(),
                call.lateToken() ? Html.of(" <span class=fault>late token</span>") : Html.NOTHING);
    }

    private static String effect(LedgerEntry call) {
        if (call.effect() != Effect.NONE) {
            return call.effect().toString();
        }
        return call.fault() == null ? "nothing: it read" : "nothing: not executed, or only read";
    }

    private static Html reference(LedgerEntry call) {
        String name = call.purchaseReference() == null ? call.paymentRequestReference() : call.purchaseReference();
        return RequestsPage.link(call.paymentRequestId(), name == null ? "" : name);
    }

    private static Html judgement(Judgement judgement) {
        if (judgement.isClean()) {
            return Html.of("<p class=good>The ledger finds nothing wrong, and nothing open.</p>");
        }
        long paidTwice = judgement.transactionsPerPurchase().values().stream()
                .filter(count -> count > 1)
                .count();
        return Html.of(
                "<ul class=findings>{}{}{}{}{}</ul>",
                finding(paidTwice, "purchases were paid more than once"),
                finding(
                        judgement.openPaymentRequests().size(),
                        "Payment Requests are open or completed and not confirmed"),
                finding(judgement.lateTokenUses().size(), "calls came with a token that had died"),
                finding(judgement.keysWithTwoBodies().size(), "idempotency keys came with two bodies"),
                finding(judgement.keysPast24Hours().size(), "idempotency keys came again after 24 hours"));
    }

    private static Html finding(long count, String what) {
        return count == 0 ? Html.NOTHING : Html.of("<li>{} {}</li>", count, what);
    }
}
