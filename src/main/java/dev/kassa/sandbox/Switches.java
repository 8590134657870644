package dev.kassa.sandbox;

/**
 * Where Klarna's documents contradict each other, the reading that the sandbox follows (klarna.md, section 10; the
 * number of
 * each row is given).
 *
 * @param cancelOfCompleted row 4: DELETE of a request that is completed and not finalized
 * @param cancelOfCanceled row 5: DELETE of a request that is canceled already
 * @param finalTokens row 7: which tokens a completed request carries
 * @param errorList row 12: the name and shape of the list of faults
 * @param errorType row 13: whether errors carry {@code error_type}
 * @param urlPlace row 14: where {@code payment_request_url} stands
 */
public record Switches(
        CancelOfCompleted cancelOfCompleted,
        CancelOfCanceled cancelOfCanceled,
        FinalTokens finalTokens,
        ErrorList errorList,
        ErrorType errorType,
        UrlPlace urlPlace) {

    /** Row 4: DELETE of a request that is completed and not finalized. */
    public enum CancelOfCompleted {
        /** 409. */
        REFUSED,
        /** The request is canceled and its token dies. */
        CANCELED
    }

    /** Row 5: DELETE of a request that is canceled already. */
    public enum CancelOfCanceled {
        /** 409. */
        REFUSED,
        /** 200 with the request as it stands. */
        ANSWERED
    }

    /** Row 7: which tokens a completed request carries, each spent in the header of its own name. */
    public enum FinalTokens {
        /** Only {@code payment_token}. */
        PAYMENT_TOKEN,
        /** Only {@code klarna_network_session_token}. */
        SESSION_TOKEN,
        /** Both. */
        BOTH
    }

    /** Row 12: the list of faults in an error. */
    public enum ErrorList {
        /** {@code errors: [{parameter, error_message, doc_url}]}. */
        ERRORS,
        /** {@code validation_errors: [{parameter, reason, doc_url}]}. */
        VALIDATION_ERRORS
    }

    /** Row 13: {@code error_type} in errors. */
    public enum ErrorType {
        /** With it. */
        PRESENT,
        /** Without it. */
        ABSENT
    }

    /** Row 14: the place of {@code payment_request_url}. */
    public enum UrlPlace {
        /** In {@code payment_request.state_context.customer_interaction}. */
        CUSTOMER_INTERACTION,
        /** In {@code payment_request}. */
        PAYMENT_REQUEST
    }

    /** The readings that klarna.md sets in bold. */
    public static Switches defaults() {
        return new Switches(
                CancelOfCompleted.REFUSED,
                CancelOfCanceled.REFUSED,
                FinalTokens.BOTH,
                ErrorList.VALIDATION_ERRORS,
                ErrorType.ABSENT,
                UrlPlace.CUSTOMER_INTERACTION);
    }

    /** The same with another reading of row 4. */
    public Switches with(CancelOfCompleted reading) {
        return new Switches(reading, cancelOfCanceled, finalTokens, errorList, errorType, urlPlace);
    }

    /** The same with another reading of row 5. */
    public Switches with(CancelOfCanceled reading) {
        return new Switches(cancelOfCompleted, reading, finalTokens, errorList, errorType, urlPlace);
    }

    /** The same with another reading of row 7. */
    public Switches with(FinalTokens reading) {
        return new Switches(cancelOfCompleted, cancelOfCanceled, reading, errorList, errorType, urlPlace);
    }

    /** The same with another reading of row 12. */
    public Switches with(ErrorList reading) {
        return new Switches(cancelOfCompleted, cancelOfCanceled, finalTokens, reading, errorType, urlPlace);
    }

    /** The same with another reading of row 13. */
    public Switches with(ErrorType reading) {
        return new Switches(cancelOfCompleted, cancelOfCanceled, finalTokens, errorList, reading, urlPlace);
    }

    /** The same with another reading of row 14. */
    public Switches with(UrlPlace reading) {
        return new Switches(cancelOfCompleted, cancelOfCanceled, finalTokens, errorList, errorType, reading);
    }
}
