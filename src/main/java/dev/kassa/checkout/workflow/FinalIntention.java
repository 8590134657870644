package dev.kassa.checkout.workflow;

/**
 * The numbers of the keys with which a payment is confirmed. A number says which of the two bodies that Klarna's documents
 * show goes with it, so that a key never has both: odd is the first payload, even the transaction alone.
 */
public final class FinalIntention {
    /** With which an attempt begins. */
    public static final int FIRST = 1;

    /** More than a run can have reached that began below it. */
    private static final int BEYOND = 1_000;

    private FinalIntention() {}

    /** Whether that key goes with the first payload. */
    public static boolean hasFirstPayload(int intention) {
        return intention % 2 == 1;
    }

    /** After a refusal that may mean the body. */
    public static int withOtherBody(int intention) {
        return intention + 1;
    }

    /** After any other refusal, or with another token of the same completion. */
    public static int withSameBody(int intention) {
        return intention + 2;
    }

    /** For another completion: its token begins with the body that all begin with. */
    public static int ofAnotherCompletion(int intention) {
        return hasFirstPayload(intention) ? withSameBody(intention) : withOtherBody(intention);
    }

    /** For another attempt's payment; the same for everybody who counts, and odd. */
    public static int ofAnotherAttempt(int intention) {
        return (intention / BEYOND + 1) * BEYOND + FIRST;
    }
}
