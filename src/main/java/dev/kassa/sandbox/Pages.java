package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the customer sees of a Payment Request: the Purchase Journey, without a script, readable on a phone. */
final class Pages {

    private Pages() {}

    static Answer journey(PaymentRequest request, Instant now) {
        Html body = Html.of(
                """
                <div class="card journey"><div class=hero><h1>{}</h1>
                <p class=amount>{}</p>{}</div>
                <div class=rest>{}{}
                <p class="soft small">{}</p></div></div>
                <p class="soft small played">This page plays Klarna&#39;s. What you decide here is only told to whoever
                started the payment.</p>
                """,
                heading(request),
                Page.money(request.amount, request.currency),
                purchase(request),
                lines(request),
                actions(request),
                deadline(request, now));
        return Page.forCustomers(200, "Approve a payment", body);
    }

    static Answer unknown() {
        Html body = Html.of("""
                <div class=card><h1>This payment is not here</h1>
                <p class=soft>It never was, or it has expired and been deleted.</p></div>
                """);
        return Page.forCustomers(404, "Not here", body);
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

    private static List<Html> actions(PaymentRequest request) {
        return switch (request.state) {
            case SUBMITTED -> List.of(button(request, "enter", "go", "Continue"), back(request));
            case IN_PROGRESS ->
                List.of(
                        button(request, "approve", "go", "Approve"),
                        button(request, "decline", "stop", "Decline"),
                        button(request, "abort", "", "Leave without deciding"));
            case COMPLETED, DECLINED, CANCELED, EXPIRED -> List.of(back(request));
        };
    }

    private static Html button(PaymentRequest request, String step, String kind, String label) {
        return Html.of(
                "<form method=post action=\"/pay/{}/{}\"><button class=\"{}\">{}</button></form>\n",
                request.shortId(),
                step,
                kind,
                label);
    }

    private static Html back(PaymentRequest request) {
        Html shop = link(request, request.stepUp.returnUrl(), "Back to the shop");
        return Html.of("{}{}", shop, link(request, request.stepUp.appReturnUrl(), "Back to the app"));
    }

    private static Html link(PaymentRequest request, @Nullable String url, String label) {
        return url == null
                ? Html.NOTHING
                : Html.of("<p><a class=back href=\"{}\">{}</a></p>", ReturnUrls.filled(url, request), label);
    }

    private static Html purchase(PaymentRequest request) {
        String reference = request.purchaseReference();
        return reference == null ? Html.NOTHING : Html.of("<p class=name>Purchase {}</p>", reference);
    }

    private static Html lines(PaymentRequest request) {
        if (request.purchaseData == null
                || !request.purchaseData.path("line_items").isArray()) {
            return Html.NOTHING;
        }
        List<Html> items = request.purchaseData
                .path("line_items")
                .valueStream()
                .map(item -> line(item, request.currency))
                .toList();
        return items.isEmpty() ? Html.NOTHING : Html.of("<ul class=lines>{}</ul>", items);
    }

    private static Html line(JsonNode item, String currency) {
        String name = Json.text(item, "name").orElse("Item");
        String quantity =
                item.path("quantity").isIntegralNumber() ? item.path("quantity").longValue() + " × " : "";
        String total = item.path("total_amount").isIntegralNumber()
                ? Page.money(item.path("total_amount").longValue(), currency)
                : "";
        return Html.of("<li><span>{}{}</span><span>{}</span></li>", quantity, name, total);
    }

    private static Html deadline(PaymentRequest request, Instant now) {
        return request.state.isOpen()
                ? Html.of(
                        "Open for {} more, until {}.",
                        Page.inWords(Duration.between(now, request.expiresAt)),
                        Page.time(request.expiresAt))
                : Page.state(request.state, false);
    }
}
