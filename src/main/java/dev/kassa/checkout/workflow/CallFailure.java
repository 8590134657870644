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
    NOT_YET
}
