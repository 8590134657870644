package dev.kassa.checkout.workflow;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.MerchantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an operator reads on a run's page, as Markdown: the status and the next step within the first lines. */
final class Story {
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
        page.append("- ")
                .append(merchant)
                .append(", ")
                .append(checkout.reference())
                .append(", ")
                .append(checkout.amount())
                .append(" minor units ")
                .append(checkout.currency())
                .append(", attempt ")
                .append(checkout.attempt())
                .append('\n');
        if (checkout.paymentRequest() != null) {
            page.append("- Klarna last said: **")
                    .append(checkout.paymentRequest().state())
                    .append("**, Payment Request `")
                    .append(checkout.paymentRequest().paymentRequestId())
                    .append("`\n");
        }
        if (checkout.paymentTransaction() != null) {
            page.append("- Payment Transaction `")
                    .append(checkout.paymentTransaction().paymentTransactionId())
                    .append("`\n");
        }
        if (checkout.refusal() != null) {
            page.append("- Klarna refused: ")
                    .append(checkout.refusal().message())
                    .append('\n');
        }
        if (lastTrouble != null) {
            page.append("- Last trouble: ").append(lastTrouble).append('\n');
        }
        return page.toString();
    }

    private static String inPlainWords(Checkout checkout, @Nullable Instant tokenDeadline) {
        return switch (checkout.status()) {
            case AUTHORIZING -> "waiting for Klarna's answer to the first authorize; it is repeated until it comes.";
            case AWAITING_CUSTOMER ->
                "the customer is to approve at Klarna; the session ends " + checkout.sessionExpiresAt() + ".";
            case FINALIZING ->
                "the customer completed; the payment is being confirmed"
                        + (tokenDeadline == null ? "." : ", at the latest " + tokenDeadline + ".");
            case CANCELING -> "the Payment Request is being canceled; repeated until Klarna confirms it.";
            case UNCONFIRMED -> "money may be reserved and nobody knows. Waits for Klarna's event, or for you.";
            case AUTHORIZED -> "paid. Nothing is left to do.";
            case DECLINED -> "Klarna declined. Nothing is owed.";
            case EXPIRED -> "ended unpaid in time's way. Nothing is owed.";
            case CANCELED -> "canceled. Nothing is owed.";
            case FAILED -> "Klarna refused the request, or it was never sent. Nothing is owed.";
        };
    }

    private static String whatToDo(Checkout checkout) {
        return switch (checkout.status()) {
            case AUTHORIZING, AWAITING_CUSTOMER ->
                "cancel it: update `cancel` with `{\"reason\": \"why\"}`, or Request Cancellation.";
            case FINALIZING, CANCELING ->
                "look at Pending Activities for what Klarna answers; nothing else is needed while it retries.";
            case UNCONFIRMED ->
                "ask Klarna, then send update `resolve` with `{\"outcome\": \"CANCELED\", \"reason\": \"who found out"
                        + " what\"}`, or `{\"outcome\": \"AUTHORIZED\", \"payment_transaction_id\": \"krn:…\","
                        + " \"reason\": \"…\"}`.";
            case AUTHORIZED, DECLINED, EXPIRED, CANCELED, FAILED -> "read the result below; this run is over.";
        };
    }
}
