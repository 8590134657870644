package dev.kassa.sandbox;

/** What Klarna's documents do not say, the reading that the sandbox follows (klarna.md, section 11). */
public sealed interface Unknown extends Reading {

    /** The answer to a refused cancel. */
    @Topic(row = "11", about = "the answer to a refused cancel")
    enum RefusedCancel implements Unknown {
        /** 409 {@code RESOURCE_CONFLICT}. */
        CONFLICT_409,
        /** 409 without a body. */
        CONFLICT_409_WITHOUT_BODY,
        /** 400 {@code VALIDATION_ERROR}. */
        BAD_REQUEST_400,
        /** 403 {@code OPERATION_FORBIDDEN}. */
        FORBIDDEN_403,
        /** 404 {@code RESOURCE_NOT_FOUND}. */
        NOT_FOUND_404,
        /** 200 with the request as it stands: nothing was canceled. */
        ANSWERED_200
    }

    /** The answer to a cancel that was done. */
    @Topic(row = "11", about = "the answer to a cancel that was done")
    enum CancelAnswer implements Unknown {
        /** 200 with the request. */
        REQUEST_200,
        /** 200 without a body. */
        EMPTY_200,
        /** 204. */
        NO_CONTENT_204
    }

    /** The answer to a token that another call has spent. */
    @Topic(row = "11", about = "the answer to a token that another call has spent")
    enum SpentToken implements Unknown {
        /** 409 {@code RESOURCE_CONFLICT}. */
        CONFLICT_409,
        /** 400 {@code VALIDATION_ERROR}. */
        BAD_REQUEST_400,
        /** 403 {@code OPERATION_FORBIDDEN}. */
        FORBIDDEN_403,
        /** 404 {@code RESOURCE_NOT_FOUND}. */
        NOT_FOUND_404
    }

    /** The answer to a token after its 60 minutes. */
    @Topic(row = "11", about = "the answer to a token after its 60 minutes")
    enum LateToken implements Unknown {
        /** 400 {@code VALIDATION_ERROR}. */
        BAD_REQUEST_400,
        /** 403 {@code OPERATION_FORBIDDEN}. */
        FORBIDDEN_403,
        /** 404 {@code RESOURCE_NOT_FOUND}. */
        NOT_FOUND_404,
        /** 409 {@code RESOURCE_CONFLICT}. */
        CONFLICT_409
    }

    /** The answer to another account's token. */
    @Topic(row = "11", about = "the answer to another account's token")
    enum ForeignToken implements Unknown {
        /** 403 {@code OPERATION_FORBIDDEN}. */
        FORBIDDEN_403,
        /** 400 {@code VALIDATION_ERROR}. */
        BAD_REQUEST_400,
        /** 404 {@code RESOURCE_NOT_FOUND}. */
        NOT_FOUND_404,
        /** 409 {@code RESOURCE_CONFLICT}. */
        CONFLICT_409
    }

    /** An identical repeat of a final authorization after minute 60. */
    @Topic(row = "11", about = "an identical repeat of a final authorization after minute 60")
    enum ReplayOfDeadToken implements Unknown {
        /** The first answer again. */
        ANSWERED,
        /** As any late token. */
        REFUSED
    }

    /** A completed request after expires_at, its token alive. */
    @Topic(row = "11", about = "a completed request after expires_at, its token alive")
    enum CompletedAfterExpiry implements Unknown {
        /** COMPLETED. */
        KEPT,
        /** Deleted after the deletion delay. */
        DELETED,
        /** EXPIRED, then deleted; the token lives on. */
        EXPIRED
    }

    /** A completed request whose token died unspent. */
    @Topic(row = "11", about = "a completed request whose token died unspent")
    enum CompletedAfterTokenDeath implements Unknown {
        /** COMPLETED. */
        KEPT,
        /** Deleted after the deletion delay. */
        DELETED,
        /** EXPIRED, then deleted. */
        EXPIRED,
        /** SUBMITTED again, {@code CONFIRMATION_TOKEN_EXPIRED}. */
        SUBMITTED
    }

    /** A completed request that was finalized. */
    @Topic(row = "11", about = "a completed request that was finalized")
    enum CompletedAfterFinalization implements Unknown {
        /** COMPLETED. */
        KEPT,
        /** Deleted at once. */
        DELETED
    }

    /** Whether a read after finalization tells the tokens. */
    @Topic(row = "11", about = "whether a read after finalization tells the tokens")
    enum TokensAfterFinalization implements Unknown {
        /** It does. */
        SHOWN,
        /** It does not. */
        HIDDEN
    }

    /** Whether a read after finalization names the transaction. */
    @Topic(row = "11", about = "whether a read after finalization names the transaction")
    enum TransactionInRead implements Unknown {
        /** It does not. */
        ABSENT,
        /** By {@code payment_transaction_id}. */
        NAMED
    }

    /** The answer for a request that was deleted. */
    @Topic(row = "11", about = "the answer for a request that was deleted")
    enum Gone implements Unknown {
        /** 404 {@code RESOURCE_NOT_FOUND}. */
        NOT_FOUND_404,
        /** 410 {@code RESOURCE_NOT_FOUND}. */
        GONE_410
    }

    /** Whether a refusal is kept for its idempotency key. */
    @Topic(row = "11", about = "whether a refusal is kept for its idempotency key")
    enum StoredErrors implements Unknown {
        /** A repeat is tried anew. */
        FORGOTTEN,
        /** A repeat gets the refusal again. */
        STORED
    }

    /** Within what an idempotency key is unique. */
    @Topic(row = "11", about = "within what an idempotency key is unique")
    enum KeyScope implements Unknown {
        /** The account. */
        ACCOUNT,
        /** The account's operation. */
        OPERATION
    }

    /** A write without an idempotency key. */
    @Topic(row = "11", about = "a write without an idempotency key")
    enum MissingKey implements Unknown {
        /** 400. */
        REFUSED,
        /** It is executed. */
        ACCEPTED
    }

    /** The status of an authorize that is not approved. */
    @Topic(row = "11", about = "the status of an authorize that is not approved")
    enum StepUpStatus implements Unknown {
        /** 200. */
        OK_200,
        /** 201. */
        CREATED_201
    }

    /** Whether a HEADLESS request has a URL. */
    @Topic(row = "11", about = "whether a HEADLESS request has a URL")
    enum HeadlessUrl implements Unknown {
        /** It has none. */
        ABSENT,
        /** It has one. */
        PRESENT
    }

    /** The place of qr_code. */
    @Topic(row = "11", about = "the place of qr_code")
    enum QrCodePlace implements Unknown {
        /** In {@code state_context.customer_interaction}. */
        CUSTOMER_INTERACTION,
        /** In {@code state_context}. */
        STATE_CONTEXT,
        /** In {@code payment_request}. */
        PAYMENT_REQUEST
    }

    /** The values of state_reason. */
    @Topic(row = "11", about = "the values of state_reason")
    enum StateReasons implements Unknown {
        /** Those that Klarna's documents name. */
        KNOWN,
        /** Another one. */
        UNHEARD_OF,
        /** None. */
        ABSENT
    }

    /** Fields that nobody knows. */
    @Topic(row = "11", about = "fields that nobody knows")
    enum ExtraFields implements Unknown {
        /** None. */
        ABSENT,
        /** One in each object of an answer. */
        PRESENT
    }

    /** Values of previous_state, method and result_reason. */
    @Topic(row = "11", about = "values of previous_state, method and result_reason")
    enum EnumValues implements Unknown {
        /** Those that Klarna's documents name. */
        KNOWN,
        /** Others. */
        UNHEARD_OF
    }
}
