package dev.kassa.checkout;

import java.util.EnumSet;
import java.util.Set;

/** How a checkout stands, in the words of the public contract, with the only changes that may ever happen. */
public enum CheckoutStatus {
    /** The first authorize is under way or being repeated. */
    AUTHORIZING,
    /** The customer is to approve at Klarna. */
    AWAITING_CUSTOMER,
    /** The customer completed; the token is being confirmed. */
    FINALIZING,
    /** The Payment Request is being canceled. */
    CANCELING,
    /** Money may be reserved and nobody knows. */
    UNCONFIRMED,
    /** Paid. */
    AUTHORIZED,
    DECLINED,
    EXPIRED,
    CANCELED,
    FAILED;

    /** Whether nothing follows. {@link #UNCONFIRMED} is open, though a run may end in it after seven days. */
    public boolean isFinal() {
        return switch (this) {
            case AUTHORIZING, AWAITING_CUSTOMER, FINALIZING, CANCELING, UNCONFIRMED -> false;
            case AUTHORIZED, DECLINED, EXPIRED, CANCELED, FAILED -> true;
        };
    }

    /** Whether a new attempt may follow: ended, and surely unpaid. */
    public boolean isRestartable() {
        return isFinal() && this != AUTHORIZED;
    }

    /**
     * The status that follows, which must be a legal one.
     *
     * @throws IllegalStateException where it is not: the workflow task then fails and is seen, rather than a wrong word
     *     being told
     */
    public CheckoutStatus to(CheckoutStatus next) {
        if (!successors().contains(next)) {
            throw new IllegalStateException("a checkout never goes from " + this + " to " + next);
        }
        return next;
    }

    private Set<CheckoutStatus> successors() {
        return switch (this) {
            case AUTHORIZING -> EnumSet.complementOf(EnumSet.of(AUTHORIZING));
            case AWAITING_CUSTOMER -> EnumSet.complementOf(EnumSet.of(AUTHORIZING, AWAITING_CUSTOMER));
            case CANCELING -> EnumSet.of(FINALIZING, UNCONFIRMED, AUTHORIZED, DECLINED, EXPIRED, CANCELED, FAILED);
            case FINALIZING -> EnumSet.of(CANCELING, UNCONFIRMED, AUTHORIZED, DECLINED, EXPIRED, CANCELED, FAILED);
            case UNCONFIRMED -> EnumSet.of(CANCELING, FINALIZING, AUTHORIZED, DECLINED, EXPIRED, CANCELED, FAILED);
            case AUTHORIZED, DECLINED, EXPIRED, CANCELED, FAILED -> EnumSet.noneOf(CheckoutStatus.class);
        };
    }
}
