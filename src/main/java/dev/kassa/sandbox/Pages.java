package dev.kassa.sandbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The HTML of the sandbox's pages: no script, one style sheet, readable on a phone. */
final class Pages {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final String STYLE = """
            :root { color-scheme: light; --ink: #10242b; --soft: #55707a; --line: #d7e0e3; --card: #fff;
              --back: #eef3f4; --go: #0b6b57; --stop: #9c2f2f; }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
            header { background: var(--ink); color: #fff; padding: .7rem 1rem; font-size: .9rem; }
            header a { color: inherit; }
            main { max-width: 30rem; margin: 1.5rem auto; padding: 0 1rem; }
            main.wide { max-width: 70rem; }
            .card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; }
            h1 { font-size: 1.3rem; margin: 0 0 .25rem; }
            .amount { font-size: 2.4rem; font-weight: 650; letter-spacing: -.02em; margin: .25rem 0; }
            .soft { color: var(--soft); margin: .25rem 0; }
            .small { font-size: .85rem; overflow-wrap: anywhere; }
            ul.lines { list-style: none; margin: 1rem 0; padding: .75rem 0 0; border-top: 1px solid var(--line); }
            ul.lines li { display: flex; justify-content: space-between; gap: 1rem; padding: .2rem 0; }
            form { margin: .75rem 0 0; }
            button { width: 100%; min-height: 48px; border-radius: 10px; border: 1px solid var(--line);
              background: #fff; color: var(--ink); font: inherit; font-weight: 600; cursor: pointer; }
            button:hover { border-color: var(--soft); }
            button:focus-visible, a:focus-visible { outline: 3px solid #2f8fb3; outline-offset: 2px; }
            button.go { background: var(--go); border-color: var(--go); color: #fff; }
            button.stop { color: var(--stop); }
            .state { display: inline-block; padding: .1rem .6rem; border-radius: 99px; background: var(--back);
              border: 1px solid var(--line); font-size: .8rem; font-weight: 600; white-space: nowrap; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: .9rem; }
            th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line);
              vertical-align: top; }
            th { color: var(--soft); font-weight: 600; }
            td.number, ul.lines li span:last-child { white-space: nowrap; }
            .card > .small:last-child { margin-top: 1rem; }
            @media (max-width: 40rem) {
              thead { display: none; }
              tr { display: grid; grid-template-columns: 1fr auto; gap: 0 1rem; padding: .6rem 0;
                border-bottom: 1px solid var(--line); }
              td { border: 0; padding: .1rem 0; }
              td:nth-child(2), td:nth-child(3) { text-align: right; }
              td:nth-child(4), td:nth-child(5) { grid-column: 1 / -1; color: var(--soft); font-size: .85rem; }
              td:nth-child(3) { grid-column: 2; grid-row: 2; }
              td:nth-child(4) { grid-column: 1; grid-row: 2; white-space: normal; }
            }
            """;

    private Pages() {}

    static String journey(PaymentRequest request, Instant now) {
        String body = "<div class=card><h1>" + heading(request) + "</h1>"
                + "<p class=amount>" + money(request.amount, request.currency) + "</p>"
                + purchase(request)
                + lines(request)
                + actions(request)
                + "<p class='soft small'>" + deadline(request, now) + "</p></div>";
        return page("Approve a payment", "", body);
    }

    static String list(List<PaymentRequestView> requests, Instant now) {
        String rows = requests.stream()
                .sorted(Comparator.comparing(PaymentRequestView::createdAt).reversed())
                .map(Pages::row)
                .collect(Collectors.joining());
        String table = requests.isEmpty()
                ? "<p class=soft>None yet. One appears here when an authorize ends in STEP_UP_REQUIRED.</p>"
                : "<div class=scroll><table><thead><tr><th>Purchase<th>Amount<th>State<th>Expires<th>Reference</thead>"
                        + "<tbody>" + rows + "</tbody></table></div>";
        String body = "<div class=card><h1>Payment Requests</h1><p class=soft>The sandbox's clock: " + TIME.format(now)
                + "</p>" + table + "</div>";
        return page("Payment Requests", "wide", body);
    }

    static String unknown() {
        String body = "<div class=card><h1>This payment is not here</h1>"
                + "<p class=soft>It never was, or it has expired and been deleted.</p></div>";
        return page("Not here", "", body);
    }

    private static String row(PaymentRequestView request) {
        String name = escaped(request.purchaseReference() == null ? "(no reference)" : request.purchaseReference());
        String shortId = request.id().substring(request.id().lastIndexOf(':') + 1);
        String linked = request.deleted() ? name : "<a href='/pay/" + shortId + "'>" + name + "</a>";
        return "<tr><td>" + linked + "<td class=number>" + money(request.amount(), request.currency())
                + "<td><span class=state>" + request.state() + (request.deleted() ? ", deleted" : "")
                + "</span><td class=number>"
                + TIME.format(request.expiresAt()) + "<td class=small>"
                + escaped(request.reference() == null ? "" : request.reference());
    }

    private static String heading(PaymentRequest request) {
        return switch (request.state) {
            case SUBMITTED -> "Pay with the sandbox";
            case IN_PROGRESS -> "Do you approve this payment?";
            case COMPLETED -> "You approved this payment";
            case DECLINED -> "This payment was declined";
            case CANCELED -> "This payment was canceled";
            case EXPIRED -> "This payment has expired";
        };
    }

    private static String actions(PaymentRequest request) {
        return switch (request.state) {
            case SUBMITTED -> button(request, "enter", "go", "Continue") + back(request, "Back to the shop");
            case IN_PROGRESS ->
                button(request, "approve", "go", "Approve")
                        + button(request, "decline", "stop", "Decline")
                        + button(request, "abort", "", "Leave without deciding");
            case COMPLETED, DECLINED, CANCELED, EXPIRED -> back(request, "Back to the shop");
        };
    }

    private static String button(PaymentRequest request, String step, String kind, String label) {
        return "<form method=post action='/pay/" + request.shortId() + "/" + step + "'><button class='" + kind + "'>"
                + label + "</button></form>";
    }

    private static String back(PaymentRequest request, String label) {
        String url = request.stepUp.returnUrl();
        String app = request.stepUp.appReturnUrl();
        return link(request, url, label) + link(request, app, "Back to the app");
    }

    private static String link(PaymentRequest request, @Nullable String url, String label) {
        return url == null
                ? ""
                : "<p><a href=\"" + escaped(ReturnUrls.filled(url, request)) + "\">" + label + "</a></p>";
    }

    private static String purchase(PaymentRequest request) {
        String reference = request.purchaseReference();
        return reference == null ? "" : "<p class=soft>Purchase " + escaped(reference) + "</p>";
    }

    private static String lines(PaymentRequest request) {
        if (request.purchaseData == null
                || !request.purchaseData.path("line_items").isArray()) {
            return "";
        }
        String items = request.purchaseData
                .path("line_items")
                .valueStream()
                .map(item -> line(item, request.currency))
                .collect(Collectors.joining());
        return items.isEmpty() ? "" : "<ul class=lines>" + items + "</ul>";
    }

    private static String line(JsonNode item, String currency) {
        String name = Json.text(item, "name").orElse("Item");
        String quantity =
                item.path("quantity").isIntegralNumber() ? item.path("quantity").longValue() + " × " : "";
        String total = item.path("total_amount").isIntegralNumber()
                ? money(item.path("total_amount").longValue(), currency)
                : "";
        return "<li><span>" + quantity + escaped(name) + "</span><span>" + total + "</span>";
    }

    private static String deadline(PaymentRequest request, Instant now) {
        return request.state.isOpen()
                ? "Open until " + TIME.format(request.expiresAt) + "; it is now " + TIME.format(now) + "."
                : "<span class=state>" + request.state + "</span>";
    }

    private static String money(long amount, String currency) {
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return BigDecimal.valueOf(amount, digits).toPlainString() + " " + escaped(currency);
    }

    private static String page(String title, String width, String body) {
        return "<!doctype html><html lang=en><head><meta charset=utf-8>"
                + "<meta name=viewport content='width=device-width, initial-scale=1'><title>" + title
                + "</title><style>" + STYLE + "</style></head><body>"
                + "<header><a href='/'>Payment sandbox</a> · no real money moves here</header><main class='" + width
                + "'>"
                + body + "</main></body></html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
