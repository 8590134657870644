package dev.kassa.sandbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call of a partner, as it was executed (klarna.md, section 12). Absent parts are null.
 *
 * @param number from 1, in the order of execution
 * @param at on the sandbox's clock
 * @param method of HTTP
 * @param path decoded, without query
 * @param operation null where the path is none of Klarna's
 * @param account from the path
 * @param paymentRequestId the request that was created, read, changed or whose token was sent
 * @param paymentRequestReference the partner's own
 * @param purchaseReference {@code supplementary_purchase_data.purchase_reference} of the call or its request
 * @param paymentTransactionId where a transaction was created or named again
 * @param paymentTransactionReference the partner's own
 * @param idempotencyKey as it was sent
 * @param token as it was sent, in full: this is a simulator
 * @param lateToken whether the token's 60 minutes had passed
 * @param bodySha256 hex; null without a body
 * @param status of the answer; 0 where none was sent
 * @param errorCode of a refusal
 * @param effect what the call changed, whatever the caller heard
 * @param fault the name of the fault that was applied
 */
public record LedgerEntry(
        long number,
        Instant at,
        String method,
        String path,
        @Nullable Operation operation,
        @Nullable String account,
        @Nullable String paymentRequestId,
        @Nullable String paymentRequestReference,
        @Nullable String purchaseReference,
        @Nullable String paymentTransactionId,
        @Nullable String paymentTransactionReference,
        @Nullable String idempotencyKey,
        @Nullable String token,
        boolean lateToken,
        @Nullable String bodySha256,
        int status,
        @Nullable String errorCode,
        Effect effect,
        @Nullable String fault) {}
