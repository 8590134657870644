package dev.kassa.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may go wrong with a webhook: the closed vocabulary of failures on Klarna's way to us (klarna.md, section 12). An
 * event suffers its fault at every try and every webhook; a resend is genuine again.
 */
public sealed interface WebhookFault {

    /** Its name on the control API. */
    String name();

    /** Never sent, not by a retry either. */
    WebhookFault LOST = Plain.LOST;

    /** Sent twice, one right after the other. */
    WebhookFault DOUBLED = Plain.DOUBLED;

    /** Held back until the next event of the same Payment Request has been sent, or a minute has passed. */
    WebhookFault REORDERED = Plain.REORDERED;

    /**
     * Sent before the call that caused it is answered. For a completion, ordered by its type: the customer approves before
     * the authorize is answered, and the event comes first.
     */
    WebhookFault BEFORE_ANSWER = Plain.BEFORE_ANSWER;

    /** First sent two minutes after its Payment Request was over: paid, canceled, expired, or its token dead. */
    WebhookFault AFTER_THE_END = Plain.AFTER_THE_END;

    /** Preceded by all events of earlier Payment Requests for the same purchase, sent once more. */
    WebhookFault OF_OLDER_ATTEMPT = Plain.OF_OLDER_ATTEMPT;

    /** Signed by another key than the one it names. */
    WebhookFault FORGED = Plain.FORGED;

    /** Signed by a key whose id nobody knows. */
    WebhookFault UNKNOWN_KEY_ID = Plain.UNKNOWN_KEY_ID;

    /** Signed as the key would sign other bytes. */
    WebhookFault SIGNED_OTHER_BYTES = Plain.SIGNED_OTHER_BYTES;

    /** Signed by the key that the webhook had before; by one that no receiver knows where it had none. */
    WebhookFault ROTATED_KEY = Plain.ROTATED_KEY;

    /** Blanks, tabs and line ends all over its JSON, before and after it, and signed with them. */
    WebhookFault ODD_WHITESPACE = Plain.ODD_WHITESPACE;

    /** With fields that nobody knows, everywhere. */
    WebhookFault EXTRA_FIELDS = Plain.EXTRA_FIELDS;

    /** {@code live} is the other one. */
    WebhookFault WRONG_LIVE = Plain.WRONG_LIVE;

    /** For another acquiring partner. */
    WebhookFault WRONG_RECIPIENT = Plain.WRONG_RECIPIENT;

    /** Of an account that is no merchant's. */
    WebhookFault WRONG_SUBJECT = Plain.WRONG_SUBJECT;

    /** Without tokens. */
    WebhookFault WITHOUT_TOKENS = Plain.WITHOUT_TOKENS;

    /** Its payload has nothing but Klarna's ids, its metadata only what is required. */
    WebhookFault WITHOUT_OPTIONAL_FIELDS = Plain.WITHOUT_OPTIONAL_FIELDS;

    /** Its id is no UUID and not even plain ASCII. */
    WebhookFault ODD_EVENT_ID = Plain.ODD_EVENT_ID;

    /** Its type is one that nobody knows. */
    WebhookFault UNKNOWN_EVENT_TYPE = Plain.UNKNOWN_EVENT_TYPE;

    /** First sent {@code by} later, on the sandbox's clock. */
    static WebhookFault delayed(Duration by) {
        return new Delayed(by);
    }

    /** First sent when Klarna would send for the {@code step}th time after failures: 1 (10 s) to 6 (21 h 17 min). */
    static WebhookFault delayedToRetry(int step) {
        return new DelayedToRetry(step);
    }

    /** {@code occurred_at} has so many digits of a second's fraction, 0 to 9. */
    static WebhookFault fractionDigits(int digits) {
        return new FractionDigits(digits);
    }

    /** The failures that need nothing but their name. */
    enum Plain implements WebhookFault {
        /** See {@link WebhookFault#LOST}. */
        LOST,
        /** See {@link WebhookFault#DOUBLED}. */
        DOUBLED,
        /** See {@link WebhookFault#REORDERED}. */
        REORDERED,
        /** See {@link WebhookFault#BEFORE_ANSWER}. */
        BEFORE_ANSWER,
        /** See {@link WebhookFault#AFTER_THE_END}. */
        AFTER_THE_END,
        /** See {@link WebhookFault#OF_OLDER_ATTEMPT}. */
        OF_OLDER_ATTEMPT,
        /** See {@link WebhookFault#FORGED}. */
        FORGED,
        /** See {@link WebhookFault#UNKNOWN_KEY_ID}. */
        UNKNOWN_KEY_ID,
        /** See {@link WebhookFault#SIGNED_OTHER_BYTES}. */
        SIGNED_OTHER_BYTES,
        /** See {@link WebhookFault#ROTATED_KEY}. */
        ROTATED_KEY,
        /** See {@link WebhookFault#ODD_WHITESPACE}. */
        ODD_WHITESPACE,
        /** See {@link WebhookFault#EXTRA_FIELDS}. */
        EXTRA_FIELDS,
        /** See {@link WebhookFault#WRONG_LIVE}. */
        WRONG_LIVE,
        /** See {@link WebhookFault#WRONG_RECIPIENT}. */
        WRONG_RECIPIENT,
        /** See {@link WebhookFault#WRONG_SUBJECT}. */
        WRONG_SUBJECT,
        /** See {@link WebhookFault#WITHOUT_TOKENS}. */
        WITHOUT_TOKENS,
        /** See {@link WebhookFault#WITHOUT_OPTIONAL_FIELDS}. */
        WITHOUT_OPTIONAL_FIELDS,
        /** See {@link WebhookFault#ODD_EVENT_ID}. */
        ODD_EVENT_ID,
        /** See {@link WebhookFault#UNKNOWN_EVENT_TYPE}. */
        UNKNOWN_EVENT_TYPE
    }

    /** First sent later. */
    record Delayed(Duration by) implements WebhookFault {
        static final String NAME = "DELAYED";

        public Delayed {
            if (by.isNegative()) {
                throw new IllegalArgumentException("An event cannot be sent before it is one");
            }
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /** First sent at a later step of the retry schedule. */
    record DelayedToRetry(int step) implements WebhookFault {
        static final String NAME = "DELAYED_TO_RETRY";

        public DelayedToRetry {
            if (step < 1 || step > Webhooks.WAITS.size()) {
                throw new IllegalArgumentException("step must be 1 to " + Webhooks.WAITS.size());
            }
        }

        @Override
        public String name() {
            return NAME;
        }

        Duration waited() {
            return Webhooks.WAITS.stream().limit(step).reduce(Duration.ZERO, Duration::plus);
        }
    }

    /** Another precision of time. */
    record FractionDigits(int digits) implements WebhookFault {
        static final String NAME = "FRACTION_DIGITS";

        public FractionDigits {
            if (digits < 0 || digits > 9) {
                throw new IllegalArgumentException("digits must be 0 to 9");
            }
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /** All names there are. */
    static String vocabulary() {
        return Stream.concat(
                        Arrays.stream(Plain.values()).map(Plain::name),
                        Stream.of(Delayed.NAME, DelayedToRetry.NAME, FractionDigits.NAME))
                .collect(Collectors.joining(", "));
    }
}
