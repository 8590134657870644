package dev.kassa.sandbox;

/** Where Klarna's documents contradict each other, the reading that the sandbox follows (klarna.md, section 10). */
public sealed interface Contradiction extends Reading {

    /** The lifetime of a request without interaction_expiry. */
    @Topic(row = "10.1", about = "the lifetime of a request without interaction_expiry")
    enum DefaultLifetime implements Contradiction {
        /** Three hours. */
        HOURS_3,
        /** 48 hours. */
        HOURS_48
    }

    /** Whether interaction_expiry counts. */
    @Topic(row = "10.2", about = "whether interaction_expiry counts")
    enum AdjustableExpiry implements Contradiction {
        /** It sets the expiry. */
        HONORED,
        /** It is not looked at. */
        IGNORED
    }

    /** The field that sets the expiry. */
    @Topic(row = "10.3", about = "the field that sets the expiry")
    enum ExpiryField implements Contradiction {
        /** Only {@code interaction_expiry}; the older field is 400. */
        INTERACTION_EXPIRY,
        /** {@code step_up_config.payment_request_expires_at}, a timestamp, too. */
        EITHER
    }

    /** DELETE of a request that is completed and not finalized. */
    @Topic(row = "10.4", about = "DELETE of a request that is completed and not finalized")
    enum CancelOfCompleted implements Contradiction {
        /** It is refused. */
        REFUSED,
        /** The request is canceled and its token dies. */
        CANCELED
    }

    /** DELETE of a request that is canceled already. */
    @Topic(row = "10.5", about = "DELETE of a request that is canceled already")
    enum CancelOfCanceled implements Contradiction {
        /** It is refused. */
        REFUSED,
        /** 200 with the request as it stands. */
        ANSWERED
    }

    /** What a refusal in the Purchase Journey leads to. */
    @Topic(row = "10.6", about = "what a refusal in the Purchase Journey leads to")
    enum Declined implements Contradiction {
        /** DECLINED, for good. */
        FINAL,
        /** SUBMITTED again. */
        BACK_TO_SUBMITTED
    }

    /** Which tokens a completed request carries, each spent in the header of its own name. */
    @Topic(row = "10.7", about = "which tokens a completed request carries, each spent in the header of its own name")
    enum FinalTokens implements Contradiction {
        /** Both. */
        BOTH,
        /** Only {@code payment_token}. */
        PAYMENT_TOKEN,
        /** Only {@code klarna_network_session_token}. */
        SESSION_TOKEN
    }

    /** The body of a final authorization. */
    @Topic(row = "10.8", about = "the body of a final authorization")
    enum FinalBody implements Contradiction {
        /** The transaction alone, or the first payload. */
        EITHER,
        /** Currency and transaction; more is 400. */
        TRANSACTION_ONLY,
        /** The purchase data of the first call must come again. */
        FIRST_PAYLOAD
    }

    /** How a request is updated. */
    @Topic(row = "10.9", about = "how a request is updated")
    enum UpdateBy implements Contradiction {
        /** PATCH on the account's path. */
        PATCH,
        /** PUT, on the account's path or on {@code /v2/payment/requests/{id}}. */
        PUT,
        /** Both. */
        EITHER
    }

    /** What an idempotency key looks like. */
    @Topic(row = "10.11", about = "what an idempotency key looks like")
    enum KeyForm implements Contradiction {
        /** Any 1 to 255 characters. */
        ANY,
        /** A UUID of version 4 or higher. */
        UUID_4_OR_HIGHER
    }

    /** The list of faults in an error. */
    @Topic(row = "10.12", about = "the list of faults in an error")
    enum ErrorList implements Contradiction {
        /** {@code validation_errors: [{parameter, reason, doc_url}]}. */
        VALIDATION_ERRORS,
        /** {@code errors: [{parameter, error_message, doc_url}]}. */
        ERRORS
    }

    /** Error_type in errors. */
    @Topic(row = "10.13", about = "error_type in errors")
    enum ErrorType implements Contradiction {
        /** Without it. */
        ABSENT,
        /** With it. */
        PRESENT
    }

    /** The place of payment_request_url. */
    @Topic(row = "10.14", about = "the place of payment_request_url")
    enum UrlPlace implements Contradiction {
        /** In {@code payment_request.state_context.customer_interaction}. */
        CUSTOMER_INTERACTION,
        /** In {@code payment_request}. */
        PAYMENT_REQUEST
    }

    /** What Partner-Correlation-Id may hold. */
    @Topic(row = "10.15", about = "what Partner-Correlation-Id may hold")
    enum CorrelationId implements Contradiction {
        /** Letters and digits. */
        LETTERS_AND_DIGITS,
        /** Hyphens too. */
        HYPHENS_TOO
    }

    /** When the purchase page sends the browser back. */
    @Topic(row = "10.16", about = "when the purchase page sends the browser back")
    enum Redirect implements Contradiction {
        /** However the customer leaves. */
        APPROVAL_AND_ABORT,
        /** After an approval. */
        APPROVAL_ONLY,
        /** Never. */
        NEVER,
        /** However the customer leaves, and the URL is fetched twice. */
        TWICE
    }

    /** Where a stored token stands in an answer that approves. */
    @Topic(row = "10.17", about = "where a stored token stands in an answer that approves")
    enum CustomerTokenPlace implements Contradiction {
        /** {@code klarna_customer.customer_token}. */
        KLARNA_CUSTOMER,
        /** The same, in {@code payment_transaction_response}. */
        INSIDE_THE_RESPONSE,
        /** {@code customer_token_response.customer_token}. */
        CUSTOMER_TOKEN_RESPONSE
    }

    /** The name of the SDK's context. */
    @Topic(row = "10.18", about = "the name of the SDK's context")
    enum SdkContext implements Contradiction {
        /** Both names. */
        EITHER,
        /** Only {@code interoperability_data}. */
        INTEROPERABILITY_DATA,
        /** Only {@code klarna_network_data}. */
        KLARNA_NETWORK_DATA
    }
}
