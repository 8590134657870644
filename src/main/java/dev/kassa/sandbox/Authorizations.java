package dev.kassa.sandbox;

import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** First and final authorizations, and the transactions that come of them (klarna.md, sections 3 and 5). */
final class Authorizations {

    private final Klarna klarna;
    private final String pagesAt;

    /** {@code pagesAt} is where purchase pages are reached, with a slash at its end. */
    Authorizations(Klarna klarna, String pagesAt) {
        this.klarna = klarna;
        this.pagesAt = pagesAt;
    }

    /** Where a {@code stored} token is charged, Klarna need not ask the customer. */
    Outcome first(String account, AuthorizeBody body, Set<String> references, Optional<String> stored, Instant now) {
        AuthorizeBody.@Nullable StepUp stepUp = body.stepUp();
        Result planned = klarna.plans
                .take(Operation.AUTHORIZE, references)
                .orElse(stepUp == null || stored.isPresent() ? Result.APPROVED : Result.STEP_UP_REQUIRED);
        @Nullable String customerToken = body.askedToken() == null ? null : Ids.customerToken();
        return switch (planned) {
            case APPROVED -> approved(account, body, null, customerToken, now);
            case DECLINED -> declined(body, null);
            case STEP_UP_REQUIRED ->
                stepUp == null ? declined(body, null) : steppedUp(account, body, stepUp, customerToken, now);
        };
    }

    /**
     * Looks at a token that was stored for later charges.
     *
     * @throws Refused 404 for one that was never issued, 403 for another account's
     */
    void checkStored(String customerToken, String account) {
        String owner = klarna.tokens
                .accountOf(customerToken)
                .orElseThrow(() -> Refused.noSuchResource("There is no such customer token"));
        if (!owner.equals(account)) {
            throw Refused.forbidden("The customer token belongs to another account");
        }
    }

    /** Whether an identical repeat with this token is no longer answered. */
    boolean refusesReplay(Tokens.@Nullable Token token, Instant now) {
        return token != null
                && klarna.switches().has(Unknown.ReplayOfDeadToken.REFUSED)
                && klarna.tokens.isLate(token, now);
    }

    /**
     * Spends a token.
     *
     * @throws Refused 404 for one that was never issued, 400 for another amount, 409 for one that another call is
     *     spending; for a spent, late or another account's as it is switched
     */
    Outcome last(String account, AuthorizeBody body, Tokens.Token token, String key, String bodySha256, Instant now) {
        PaymentRequest request =
                klarna.tokens.requestOf(token).orElseThrow(() -> Refused.noSuchResource("There is no such token"));
        if (!request.account.equals(account)) {
            throw Refused.as(
                    klarna.switches().of(Unknown.ForeignToken.class),
                    token.kind().header,
                    "The token belongs to another account");
        }
        if (klarna.tokens.isUnderWay(request)) {
            throw Refused.conflict("A call with this token is under way");
        }
        PaymentRequest.@Nullable TokenUse use = request.tokenUse;
        if (use != null && !refusesReplay(token, now)) {
            return repeated(use, request, token, key, bodySha256);
        }
        refuseWhereItCannotBeSpent(request, body, token, now);
        Set<String> references = new HashSet<>(Set.of(request.id));
        addIfPresent(references, request.stepUp.reference());
        addIfPresent(references, request.purchaseReference());
        addIfPresent(references, body.transactionReference());
        Outcome outcome =
                switch (klarna.plans.take(Operation.FINAL_AUTHORIZE, references).orElse(Result.APPROVED)) {
                    case APPROVED -> approved(account, body, request, request.customerToken, now);
                    case DECLINED, STEP_UP_REQUIRED -> declined(body, request);
                };
        request.tokenUse =
                new PaymentRequest.TokenUse(token.value(), key, bodySha256, outcome.answer(), outcome.transaction());
        klarna.requests.changed();
        return outcome;
    }

    // The same request gets the same answer however often, the idempotency key's 24 hours apart; anything else is a
    // conflict.
    private Outcome repeated(
            PaymentRequest.TokenUse use, PaymentRequest request, Tokens.Token token, String key, String bodySha256) {
        boolean identical = use.token().equals(token.value())
                && use.idempotencyKey().equals(key)
                && use.bodySha256().equals(bodySha256);
        if (!identical) {
            throw Refused.as(
                    klarna.switches().of(Unknown.SpentToken.class),
                    token.kind().header,
                    "The token has been spent by another call");
        }
        return new Outcome(use.answer(), Effect.REPLAYED, request, use.made(), null);
    }

    private void refuseWhereItCannotBeSpent(
            PaymentRequest request, AuthorizeBody body, Tokens.Token token, Instant now) {
        if (klarna.tokens.isLate(token, now)) {
            throw Refused.as(
                    klarna.switches().of(Unknown.LateToken.class), token.kind().header, "The token has expired");
        }
        // A token outlives the expiry of its request, but neither a cancel nor a second approval.
        if (request.state == RequestState.CANCELED || request.completedAt == null) {
            throw Refused.conflict("The Payment Request is " + request.state);
        }
        Violations faults = new Violations();
        if (body.amount() != request.amount) {
            faults.add("request_payment_transaction.amount", "is not the amount that was approved");
        }
        if (!body.currency().equals(request.currency)) {
            faults.add("currency", "is not the currency that was approved");
        }
        boolean whole = klarna.switches().has(Contradiction.FinalBody.FIRST_PAYLOAD);
        if (whole && !Objects.equals(body.purchaseData(), request.purchaseData)) {
            faults.add("supplementary_purchase_data", "is not what was approved");
        }
        faults.throwIfAny();
    }

    private static Transaction transaction(String account, AuthorizeBody body, Instant now) {
        return new Transaction(
                Ids.transaction(),
                body.transactionReference(),
                account,
                body.amount(),
                body.currency(),
                now.plus(Transaction.AUTHORIZATION_LIFE),
                body.captureNow() ? Ids.capture() : null);
    }

    private Outcome approved(
            String account,
            AuthorizeBody body,
            @Nullable PaymentRequest request,
            @Nullable String customerToken,
            Instant now) {
        ObjectNode json = Json.object();
        if (body.isTokenOnly()) {
            Objects.requireNonNull(customerToken, "A token was asked for");
            addCustomerToken(json.putObject("customer_token_response"), body, customerToken);
            klarna.tokens.store(customerToken, account);
            return new Outcome(Answer.json(200, json), Effect.CREATED_CUSTOMER_TOKEN, request, null, null);
        }
        Transaction transaction = transaction(account, body, now);
        ObjectNode response = json.putObject("payment_transaction_response").put("result", "APPROVED");
        response.set("payment_transaction", transaction.json());
        if (customerToken != null) {
            klarna.tokens.store(customerToken, account);
            switch (klarna.switches().of(Contradiction.CustomerTokenPlace.class)) {
                case KLARNA_CUSTOMER -> json.putObject("klarna_customer").put("customer_token", customerToken);
                case INSIDE_THE_RESPONSE ->
                    response.putObject("klarna_customer").put("customer_token", customerToken);
                case CUSTOMER_TOKEN_RESPONSE ->
                    addCustomerToken(json.putObject("customer_token_response"), body, customerToken);
            }
        }
        if (request != null) {
            request.transactionId = transaction.id();
        }
        klarna.webhooks.authorized(transaction, request, now);
        return new Outcome(Answer.json(200, json), Effect.CREATED_TRANSACTION, request, transaction, null);
    }

    private static void addCustomerToken(ObjectNode response, AuthorizeBody body, String customerToken) {
        ObjectNode token =
                response.put("result", "APPROVED").putObject("customer_token").put("customer_token_id", customerToken);
        if (body.askedToken() != null && body.askedToken().reference() != null) {
            token.put("customer_token_reference", body.askedToken().reference());
        }
    }

    private Outcome declined(AuthorizeBody body, @Nullable PaymentRequest request) {
        boolean known = klarna.switches().has(Unknown.EnumValues.KNOWN);
        ObjectNode json = Json.object();
        json.putObject(responseName(body))
                .put("result", "DECLINED")
                .put("result_reason", known ? "PAYMENT_DECLINED" : "MERCURY_IN_RETROGRADE");
        return new Outcome(Answer.json(status(), json), Effect.DECLINED, request, null, null);
    }

    private static String responseName(AuthorizeBody body) {
        return body.isTokenOnly() ? "customer_token_response" : "payment_transaction_response";
    }

    private int status() {
        return klarna.switches().has(Unknown.StepUpStatus.CREATED_201) ? 201 : 200;
    }

    private Outcome steppedUp(
            String account,
            AuthorizeBody body,
            AuthorizeBody.StepUp stepUp,
            @Nullable String customerToken,
            Instant now) {
        String id = Ids.paymentRequest();
        String url = pagesAt + Ids.shortened(id);
        PaymentRequest request = new PaymentRequest(id, account, url, body, stepUp, now, customerToken);
        klarna.requests.add(request);
        ObjectNode json = Json.object();
        json.putObject(responseName(body)).put("result", "STEP_UP_REQUIRED");
        json.set("payment_request", PaymentRequestJson.of(request, klarna.switches()));
        return Outcome.of(Answer.json(status(), json), Effect.CREATED_REQUEST, request);
    }

    private static void addIfPresent(Set<String> references, @Nullable String reference) {
        if (reference != null) {
            references.add(reference);
        }
    }
}
