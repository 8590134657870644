package dev.kassa.checkout.workflow;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.Money;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an operator reads on a run's page, as Markdown: the status and the next step within the first lines. */
final class Story {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Story() {}

    /**
     * @param tokenDeadline when the token is given up; absent before a customer completed
     * @param lastTrouble what the last failed call said; absent where none failed
     */
    static String currentDetails(
            Checkout checkout, MerchantId merchant, @Nullable Instant tokenDeadline, @Nullable String lastTrouble) {
        var page = new StringBuilder()
                .append("**")
                .append(checkout.status())
                .append("**")
                .append(
                        checkout.reason() == null
                                ? ""
                                : " (" + checkout.reason().word() + ")")
                .append(": ")
                .append(inPlainWords(checkout, tokenDeadline))
                .append("\n\n*You can:* ")
                .append(whatToDo(checkout))
                .append("\n\n");
        facts(checkout, lastTrouble)
                .forEach(fact -> page.append("- ").append(fact).append('\n'));
        // Last, because the run's summary stands beside it and UI 2.42 cuts what is longer than six lines or so.
        return page.append("- %s, %s, %s, attempt %d\n"
                        .formatted(
                                merchant,
                                checkout.reference(),
                                Money.text(checkout.amount(), checkout.currency()),
                                checkout.attempt()))
                .toString();
    }

    /** Each short enough for one line: the ids say themselves what they are of. */
    private static List<String> facts(Checkout checkout, @Nullable String lastTrouble) {
        var facts = new ArrayList<String>();
        if (checkout.paymentRequest() != null) {
            facts.add("Klarna last said: **" + checkout.paymentRequest().state() + "**");
        }
        if (checkout.refusal() != null) {
            facts.add("Klarna refused: " + checkout.refusal().message());
        }
        if (lastTrouble != null) {
            facts.add("Last trouble: " + lastTrouble);
        }
        if (checkout.paymentRequest() != null) {
            facts.add("`" + checkout.paymentRequest().paymentRequestId() + "`");
        }
        if (checkout.paymentTransaction() != null) {
            facts.add("`" + checkout.paymentTransaction().paymentTransactionId() + "`");
        }
        return facts;
    }

    /** An instant as the UI writes its own, to the second. */
    static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static String inPlainWords(Checkout checkout, @Nullable Instant tokenDeadline) {
        return switch (checkout.status()) {
            case AUTHORIZING -> "waiting for Klarna's answer to the first authorize; it is repeated until it comes.";
            case AWAITING_CUSTOMER ->
                "the customer is to approve at Klarna; the session ends " + time(checkout.sessionExpiresAt()) + ".";
            case FINALIZING ->
                "the customer completed; the payment is being confirmed"
                        + (tokenDeadline == null ? "." : ", at the latest " + time(tokenDeadline) + ".");
            case CANCELING -> "the Payment Request is being canceled; repeated until Klarna confirms it.";
            case UNCONFIRMED -> "money may be reserved and nobody knows. Waits for Klarna's event, or for you.";
            case AUTHORIZED -> "paid. Nothing is left to do.";
            case DECLINED -> "Klarna declined. Nothing is owed.";
            case EXPIRED -> "the time ran out before it was paid. Nothing is owed.";
            case CANCELED -> "canceled. Nothing is owed.";
            case FAILED -> "Klarna refused the request, or it was never sent. Nothing is owed.";
        };
    }

    private static String whatToDo(Checkout checkout) {
        return switch (checkout.status()) {
            case AUTHORIZING, AWAITING_CUSTOMER ->
                "cancel it: More Actions, Send an Update, `cancel` with `{\"reason\": \"why\"}`; or Request Cancellation.";
            case FINALIZING, CANCELING ->
                "look at Pending Activities for what Klarna answers; nothing else is needed while it retries.";
            case UNCONFIRMED ->
                "ask Klarna, then More Actions, Send an Update, `resolve` with `{\"outcome\": \"CANCELED\", \"reason\": \"who found out"
                        + " what\"}`, or `{\"outcome\": \"AUTHORIZED\", \"payment_transaction_id\": \"krn:…\","
                        + " \"reason\": \"…\"}`.";
            case AUTHORIZED, DECLINED, EXPIRED, CANCELED, FAILED -> "read the result, under History; this run is over.";
        };
    }
}
