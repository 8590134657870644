package dev.kassa.sandbox;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;

/** The frame of every page for people, and how it writes times and amounts. */
final class Page {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "d MMM yyyy, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final String ICON =
            "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E"
                    + "%3Crect width='16' height='16' rx='4' fill='%230b6b57'/%3E"
                    + "%3Cpath d='M4 4v8M11 4L5 8l6 4' stroke='white' stroke-width='2' fill='none'/%3E%3C/svg%3E";

    private Page() {}

    /** A page of the Purchase Journey: for the customer, who finds nothing on it that a customer would not. */
    static Answer forCustomers(int status, String title, Html body) {
        return answer(status, title, Html.NOTHING, Html.of("<main class=narrow>{}</main>", body));
    }

    /** A page for whoever works with the sandbox; {@code here} is the part of it that this page belongs to. */
    static Answer forOperators(int status, String title, Section here, Instant now, Html body) {
        Html nav = Html.of(
                "<nav aria-label=\"The sandbox\">{}</nav>",
                Arrays.stream(Section.values())
                        .map(section -> section.link(here))
                        .toList());
        Html clock = Html.of("<p class=clock data-live=clock>Klarna&#39;s clock: {}</p>", time(now));
        return answer(
                status, title, nav, Html.of("<main>{}{}</main><script src=\"/ui/live.js\"></script>", clock, body));
    }

    /** The parts of the console. */
    enum Section {
        PAYMENT_REQUESTS("/", "Payment Requests"),
        CALLS("/ui/calls", "Calls"),
        WEBHOOKS("/ui/webhooks", "Webhooks"),
        CONTROLS("/ui/controls", "Controls");

        final String path;
        private final String label;

        Section(String path, String label) {
            this.path = path;
            this.label = label;
        }

        private Html link(Section here) {
            String current = this == here ? "true" : "false";
            return Html.of("<a href=\"{}\" aria-current=\"{}\">{}</a>", path, current, label);
        }
    }

    static Html time(Instant at) {
        return Html.of("<time datetime=\"{}\">{}</time>", at, TIME.format(at));
    }

    /** How far away something is, in its two largest units. */
    static String inWords(Duration span) {
        if (span.toDays() > 0) {
            return span.toDays() + " d " + span.toHoursPart() + " h";
        }
        if (span.toHours() > 0) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        return span.toMinutes() > 0
                ? span.toMinutes() + " min " + span.toSecondsPart() + " s"
                : span.toSeconds() + " s";
    }

    static String money(long amount, String currency) {
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return BigDecimal.valueOf(amount, digits).toPlainString() + " " + currency;
    }

    static Html state(RequestState state, boolean deleted) {
        return Html.of("<span class=\"state {}\">{}{}</span>", state, state, deleted ? ", deleted" : "");
    }

    private static Answer answer(int status, String title, Html nav, Html main) {
        Html page = Html.of("""
                <!doctype html>
                <html lang=en><head><meta charset=utf-8>
                <meta name=viewport content="width=device-width, initial-scale=1">
                <meta name=color-scheme content="light dark">
                <title>{} · Payment sandbox</title>
                <link rel=icon href="{}"><link rel=stylesheet href="/ui/pages.css"></head>
                <body><header><a class=home href="/">Payment sandbox</a> <span>no real money moves here</span>{}</header>
                {}</body></html>
                """, title, new Html(ICON), nav, main);
        return Answer.html(status, page.markup());
    }
}
