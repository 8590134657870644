package dev.kassa.checkout.workflow;

/** The types of an activity's failure; a name in histories, so none is ever renamed. */
public enum CallFailure {
    /** Surely not executed; worth another try. */
    TRANSIENT,
    /** Maybe executed; only the identical repeat may follow. */
    OUTCOME_UNKNOWN,
    /** Refused, but an earlier try may have been executed: not Klarna's last word. */
    REFUSED_IN_DOUBT,
    /** An answer that cannot be acted on yet, such as a 404 before the expiry. */
    NOT_YET;

    /** Whether a failure of that type says that Klarna did nothing; one of a type that is not ours does not. */
    public static boolean isSurelyNotExecuted(String type) {
        return type.equals(TRANSIENT.name()) || type.equals(NOT_YET.name());
    }
}
