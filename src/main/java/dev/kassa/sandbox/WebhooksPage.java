package dev.kassa.sandbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events for people: where they go, what they suffer, how each try ended, and a button to send one again. */
final class WebhooksPage {

    private static final String HERE = Page.Section.WEBHOOKS.path;

    private WebhooksPage() {}

    static Answer of(Sandbox sandbox) {
        List<WebhookDelivery> all = sandbox.deliveries();
        List<WebhookDelivery> newest = all.subList(Math.max(0, all.size() - RequestsPage.SHOWN), all.size());
        Html body = Html.of(
                """
                <h1>Webhooks</h1>
                <section class=card><h2>Where events go</h2><div data-live=receivers>{}</div>
                <p class=soft>The first webhook is the sandbox&#39;s own; it can be sent elsewhere, and signed by another
                key.</p>{}</section>
                <section class=card><h2>What coming events suffer</h2><div data-live=faults>{}</div>{}</section>
                <section class=card><h2>Events and their deliveries</h2><div data-live=events>{}{}</div></section>
                """,
                receivers(sandbox.webhooks()),
                target(),
                FaultForms.rules(sandbox.webhookFaults().rules(), WebhookFault::name, "webhook-faults", HERE),
                FaultForms.forEvents(HERE),
                RequestsPage.newest(all.size()),
                table(newest, HERE));
        return Page.forOperators(200, "Webhooks", Page.Section.WEBHOOKS, sandbox.now(), body);
    }

    /** Deliveries by event, the event that occurred last before the others. */
    static Html table(List<WebhookDelivery> deliveries, String back) {
        Map<String, List<WebhookDelivery>> byEvent = new LinkedHashMap<>();
        deliveries.forEach(delivery -> byEvent.computeIfAbsent(delivery.eventId(), _ -> new ArrayList<>())
                .add(delivery));
        HtmlTable table = new HtmlTable("Events and the tries to deliver them", "Event", "Tries", "Again");
        List.copyOf(byEvent.values()).reversed().forEach(tries -> {
            WebhookDelivery event = tries.getFirst();
            String again = "webhooks/" + Form.segment(event.eventId()) + "/resend";
            table.row(
                    Html.of(
                            "{}<br><span class=small>{}</span>",
                            RequestsPage.link(event.paymentRequestId(), event.eventType()),
                            event.eventId()),
                    Html.of(
                            "<ul class=tries>{}</ul>",
                            tries.stream().map(WebhooksPage::attempt).toList()),
                    Form.button(again, back, "small-button", "Send again"));
        });
        return table.orWhenEmpty("None yet.");
    }

    private static Html attempt(WebhookDelivery attempt) {
        return Html.of(
                "<li><span class=\"outcome {}\">{}</span> {} <span class=soft>try {}{}</span>{}</li>",
                attempt.outcome(),
                attempt.outcome(),
                Page.time(attempt.at()),
                attempt.attempt(),
                attempt.status() == 0 ? "" : ", status " + attempt.status(),
                attempt.fault() == null ? "" : Html.of(" <span class=fault>{}</span>", attempt.fault()));
    }

    private static Html receivers(List<Webhook> webhooks) {
        HtmlTable table = new HtmlTable("Registered webhooks", "Receiver", "Events", "Signing key", "Status", "Id");
        webhooks.forEach(webhook -> table.row(
                Html.of("<span class=name>{}</span>", webhook.url()),
                Html.of("<span class=name>{}</span>", String.join(", ", webhook.eventTypes())),
                Html.of("<span class=name>{}</span>", webhook.key().id()),
                webhook.status(),
                Html.of("<span class=small>{}</span>", webhook.id())));
        return table.orWhenEmpty("Nowhere: nobody has registered a webhook.");
    }

    private static Html target() {
        return Form.of(
                "PUT",
                "webhooks/target",
                HERE,
                List.of(
                        Form.text("url", "Receiver", "http://127.0.0.1:8080/klarna/webhooks"),
                        Form.text("signing_key_id", "Signing key id", "krn:partner:global:notification:signing-key:…"),
                        Form.text("signing_key", "Signing key", "demo-signing-key-not-a-secret")),
                "Send them there");
    }
}
