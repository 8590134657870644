package dev.kassa.sandbox;

import java.time.Duration;

/** What may go wrong with a webhook: the closed vocabulary of failures on Klarna's way to us. */
public sealed interface WebhookFault {

    /** Its name on the control API. */
    String name();

    /** Never sent, not by a retry either. */
    WebhookFault LOST = Plain.LOST;

    /** Sent twice, one right after the other. */
    WebhookFault DOUBLED = Plain.DOUBLED;

    /** Held back until the next event of the same Payment Request has been sent, or a minute has passed. */
    WebhookFault REORDERED = Plain.REORDERED;

    /** First sent {@code by} later, on the sandbox's clock. */
    static WebhookFault delayed(Duration by) {
        return new Delayed(by);
    }

    /** The failures that need nothing but their name. */
    enum Plain implements WebhookFault {
        /** See {@link WebhookFault#LOST}. */
        LOST,
        /** See {@link WebhookFault#DOUBLED}. */
        DOUBLED,
        /** See {@link WebhookFault#REORDERED}. */
        REORDERED
    }

    /** First sent later. */
    record Delayed(Duration by) implements WebhookFault {
        @Override
        public String name() {
            return "DELAYED";
        }
    }
}
