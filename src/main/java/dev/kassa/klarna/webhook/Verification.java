package dev.kassa.klarna.webhook;

/** The verdict on a delivery. */
public sealed interface Verification {
    /** Klarna said it, to us. */
    record Verified(Notification notification) implements Verification {}

    /** It is not acted on. */
    record Rejected(Rejection reason) implements Verification {}

    /** Why a delivery is not acted on; for our counters and logs, never for the sender. */
    enum Rejection {
        TOO_LARGE,
        SIGNATURE_MISSING,
        KEY_UNKNOWN,
        SIGNATURE_WRONG,
        UNREADABLE,
        OTHER_ENVIRONMENT,
        OTHER_RECIPIENT,
        UNKNOWN_ACCOUNT;

        /** Whether it came from someone who has a signing key: then something is amiss between Klarna and us. */
        boolean isSigned() {
            return switch (this) {
                case TOO_LARGE, SIGNATURE_MISSING, KEY_UNKNOWN, SIGNATURE_WRONG -> false;
                case UNREADABLE, OTHER_ENVIRONMENT, OTHER_RECIPIENT, UNKNOWN_ACCOUNT -> true;
            };
        }
    }
}
