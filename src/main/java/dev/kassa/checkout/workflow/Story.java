package dev.kassa.checkout.workflow;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.Money;
import dev.kassa.checkout.Reason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an operator reads on a run's page, as Markdown: the status and the next step within the first lines. Whose it is
 * and its reference stand beside it, in the run's summary.
 */
final class Story {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** UI 2.42 makes its frame a line too low. What it cuts off is this paragraph of one blank, and not the last fact. */
    private static final String TO_BE_CUT = "\n\u00a0\n";

    private static final String WAIT_FOR_KLARNA =
            "wait: as soon as Klarna answers, what is open is canceled and what is completed is confirmed.";

    private static final String RESOLVE =
            "ask Klarna, then Send an Update, `resolve` with `{\"outcome\": \"CANCELED\", \"reason\": \"who found"
                    + " out what\"}`, or `{\"outcome\": \"AUTHORIZED\", \"payment_transaction_id\": \"krn:…\","
                    + " \"reason\": \"…\"}`.";

    private Story() {}

    /**
     * @param tokenDeadline when the token is given up; absent before a customer completed
     * @param lastTrouble what the last failed call said; absent where none failed
     * @param before which run this one goes on with, and why; absent where there is none
     */
    static String currentDetails(
            Checkout checkout, @Nullable Instant tokenDeadline, @Nullable String lastTrouble, @Nullable String before) {
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
        facts(checkout, lastTrouble, before)
                .forEach(fact -> page.append("- ").append(fact).append('\n'));
        return page.append(TO_BE_CUT).toString();
    }

    /** Each short enough for one line; the ids say themselves what they are of. */
    private static List<String> facts(Checkout checkout, @Nullable String lastTrouble, @Nullable String before) {
        var facts = new ArrayList<String>();
        if (before != null) {
            facts.add(before);
        }
        var request = checkout.paymentRequest();
        facts.add((request == null ? "" : "Klarna last said **" + request.state() + "**; ") + "attempt "
                + checkout.attempt() + ", " + Money.text(checkout.amount(), checkout.currency()));
        if (checkout.refusal() != null) {
            facts.add("Klarna refused: " + checkout.refusal().message());
        }
        if (checkout.resolution() != null) {
            facts.add("Resolved by an operator: " + checkout.resolution().reason());
        }
        if (lastTrouble != null) {
            facts.add("Last trouble: " + lastTrouble);
        }
        if (request != null) {
            facts.add("`" + request.paymentRequestId() + "`");
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
            case AWAITING_CUSTOMER -> "the customer has until " + time(checkout.sessionExpiresAt()) + " to approve.";
            case FINALIZING ->
                "the customer completed; the payment is being confirmed"
                        + (tokenDeadline == null ? "." : ", at the latest " + time(tokenDeadline) + ".");
            case CANCELING -> "the Payment Request is being canceled; repeated until Klarna confirms it.";
            case UNCONFIRMED ->
                checkout.reason() == Reason.RUN_ENDED
                        ? "the run before this one was ended from outside; Klarna is asked how it stands."
                        : "money may be reserved and nobody knows. Waits for Klarna's event, or for you.";
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
                "cancel it: Send an Update, `cancel` with `{\"reason\": \"why\"}`, or Request Cancellation.";
            case FINALIZING, CANCELING ->
                "look at Pending Activities for what Klarna answers; nothing else is needed while it retries.";
            case UNCONFIRMED -> checkout.reason() == Reason.RUN_ENDED ? WAIT_FOR_KLARNA : RESOLVE;
            case AUTHORIZED, DECLINED, EXPIRED, CANCELED, FAILED -> "read the result, under History; this run is over.";
        };
    }
}
