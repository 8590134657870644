package dev.kassa.checkout.workflow;

import dev.kassa.checkout.AmountText;
import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.Checkout;
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
 *
 * @param atKlarna whose names Klarna is asked about: this attempt's, or those of the older one that is recovered
 * @param deadline until when it stays so at the longest: while FINALIZING the token's end, while UNCONFIRMED the run's;
 *     absent where none is known yet
 * @param wanted why it is being canceled; absent where nobody wanted it
 * @param trouble the last call that failed; absent where none did
 * @param before which run this one goes on with, and why; absent where there is none
 */
record Story(
        Checkout checkout,
        AttemptReferences atKlarna,
        @Nullable Instant deadline,
        @Nullable Reason wanted,
        KlarnaCalls.@Nullable Trouble trouble,
        @Nullable String before) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** UI 2.42 makes its frame a line too low. What it cuts off is this paragraph of one blank, and not the last fact. */
    private static final String TO_BE_CUT = "\n\u00a0\n";

    private static final String CANCEL = """
            More Actions → Send an Update → `cancel` with

            `{"reason": "customer_abandoned"}`

            or Request Cancellation. Do not Terminate: that only makes it take longer.""";

    private static final String TRY_AT_ONCE =
            "wait: Pending Activities says what Klarna answers and when it is tried again; Reset there tries at once. ";

    String currentDetails() {
        var page = new StringBuilder("**")
                .append(checkout.status())
                .append("**")
                .append(
                        checkout.reason() == null
                                ? ""
                                : " (" + checkout.reason().word() + ")")
                .append(": ")
                .append(inPlainWords())
                .append("\n\n*You can:* ")
                .append(whatToDo())
                .append("\n\n");
        facts().forEach(fact -> page.append("- ").append(fact).append('\n'));
        return page.append(TO_BE_CUT).toString();
    }

    /** Each short enough for one line; the ids say themselves what they are of. */
    private List<String> facts() {
        var facts = new ArrayList<String>();
        if (before != null) {
            facts.add(before);
        }
        var request = checkout.paymentRequest();
        facts.add((request == null ? "Klarna has not answered yet" : "Klarna last said **" + request.state() + "**")
                + "; attempt " + checkout.attempt() + ", " + AmountText.text(checkout.amount(), checkout.currency()));
        if (checkout.refusal() != null) {
            facts.add("Klarna refused: " + checkout.refusal().message());
        }
        if (checkout.resolution() != null) {
            facts.add("Resolved by an operator: " + checkout.resolution().reason());
        }
        if (trouble != null) {
            facts.add("Failed " + time(trouble.at()) + ": " + trouble.said());
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

    private String inPlainWords() {
        return switch (checkout.status()) {
            case AUTHORIZING ->
                "Klarna has not answered the first authorize. It is sent again until the session ends "
                        + time(checkout.sessionExpiresAt())
                        + "; if a try may have been executed, until "
                        + time(checkout.createdAt().plus(KlarnaSteps.KEY_LIFE)) + ", then UNCONFIRMED.";
            case AWAITING_CUSTOMER ->
                "the customer has until " + time(checkout.sessionExpiresAt())
                        + " to approve at Klarna; then the Payment Request is canceled.";
            case FINALIZING -> "the customer completed; the payment is being confirmed" + untilTheTokenDies();
            case CANCELING ->
                "the Payment Request is being canceled" + becauseOf() + ", until Klarna confirms it" + expiry();
            case UNCONFIRMED -> whatNobodyKnows();
            case AUTHORIZED -> "paid. Nothing is left to do.";
            case DECLINED -> "Klarna declined. Nothing is owed.";
            case EXPIRED ->
                checkout.reason() == Reason.TOKEN_EXPIRED
                        ? "the customer approved, but the payment could not be confirmed in time. Nothing is owed."
                        : "the time ran out before it was paid. Nothing is owed.";
            case CANCELED -> "canceled. Nothing is owed.";
            case FAILED -> "Klarna refused the request, or it was never sent. Nothing is owed.";
        };
    }

    private String untilTheTokenDies() {
        if (deadline == null) {
            return ".";
        }
        var end = checkout.refusal() == null ? "EXPIRED" : "FAILED";
        return " until " + time(deadline) + ". After that: " + end
                + ", or UNCONFIRMED if a try may have been executed.";
    }

    private String whatNobodyKnows() {
        if (deadline != null) {
            return "money may be reserved and nobody knows. Waits for Klarna's event or your word; read every hour;"
                    + " given up " + time(deadline) + ".";
        }
        var ended = checkout.reason() == Reason.RUN_ENDED ? "the run before this one was ended from outside; " : "";
        return ended + "Klarna is asked how it stands, until it answers.";
    }

    private String becauseOf() {
        if (wanted == Reason.OPERATOR_CANCELED) {
            return before == null ? " for an operator" : " because its run was ended from outside";
        }
        if (wanted == Reason.SESSION_TIMEOUT) {
            return " because the session is over";
        }
        return wanted == Reason.MERCHANT_CANCELED ? " for the merchant" : "";
    }

    private String expiry() {
        var request = checkout.paymentRequest();
        return request == null || request.expiresAt() == null
                ? "."
                : ", or until it has expired, " + time(request.expiresAt()) + ".";
    }

    private String whatToDo() {
        return switch (checkout.status()) {
            case AUTHORIZING -> TRY_AT_ONCE + "To cancel what it brings: " + CANCEL;
            case AWAITING_CUSTOMER -> "wait, or cancel it: " + CANCEL;
            case FINALIZING ->
                checkout.refusal() == null
                        ? TRY_AT_ONCE + "No update is needed."
                        : "mend what Klarna refuses, or ask it by the correlation id below; it is tried again within 15"
                                + " minutes at the most. No update is needed.";
            case CANCELING -> TRY_AT_ONCE + "No update is needed; a customer who was faster is still served.";
            case UNCONFIRMED -> deadline == null ? TRY_AT_ONCE + "`resolve` is refused until then." : resolve();
            case AUTHORIZED -> "read the result, under Timeline; what follows is the merchant's.";
            case DECLINED, EXPIRED, CANCELED, FAILED ->
                "read the result, under Timeline. The merchant can restart the checkout, nobody here has to.";
        };
    }

    /** Klarna finds a transaction by the reference that we gave it, also where it never told us its id. */
    private String resolve() {
        return "ask Klarna whether it knows the transaction `" + atKlarna.paymentTransactionReference()
                + "`. If not: More Actions → Send an Update → `resolve` with\n\n"
                + "`{\"outcome\": \"CANCELED\", \"reason\": \"who found out what\"}`\n\nIf it was paid:\n\n"
                + "`{\"outcome\": \"AUTHORIZED\", \"payment_transaction_id\": \"krn:…\", \"reason\": \"who found out what\"}`";
    }
}
