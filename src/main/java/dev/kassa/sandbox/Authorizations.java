package dev.kassa.sandbox;

import java.time.Instant;
import java.util.HashSet;
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

    Outcome first(String account, AuthorizeBody body, Set<String> references, Instant now) {
        AuthorizeBody.@Nullable StepUp stepUp = body.stepUp();
        Result planned = klarna.plans
                .take(Operation.AUTHORIZE, references)
                .orElse(stepUp == null ? Result.APPROVED : Result.STEP_UP_REQUIRED);
        @Nullable String customerToken = body.asksForCustomerToken() ? Ids.customerToken() : null;
        return switch (planned) {
            case APPROVED -> approved(transaction(account, body, now), null, customerToken, now);
            case DECLINED -> declined(null);
            case STEP_UP_REQUIRED ->
                stepUp == null ? declined(null) : steppedUp(account, body, stepUp, customerToken, now);
        };
    }

    /**
     * Spends a token.
     *
     * @throws Refused 404 for one that was never issued, 403 for another account's, 400 for a late one or another
     * amount, 409 for
     *     one that another call has spent or is spending
     */
    Outcome last(String account, AuthorizeBody body, Tokens.Token token, String key, String bodySha256, Instant now) {
        PaymentRequest request =
                klarna.tokens.requestOf(token).orElseThrow(() -> Refused.noSuchResource("There is no such token"));
        if (!request.account.equals(account)) {
            throw Refused.forbidden("The token belongs to another account");
        }
        if (klarna.tokens.isUnderWay(request)) {
            throw Refused.conflict("A call with this token is under way");
        }
        PaymentRequest.@Nullable TokenUse use = request.tokenUse;
        if (use != null) {
            return repeated(use, request, token, key, bodySha256);
        }
        refuseWhereItCannotBeSpent(request, body, token, now);
        Set<String> references = new HashSet<>(Set.of(request.id));
        addIfPresent(references, request.stepUp.reference());
        addIfPresent(references, request.purchaseReference());
        addIfPresent(references, body.transactionReference());
        Outcome outcome =
                switch (klarna.plans.take(Operation.FINAL_AUTHORIZE, references).orElse(Result.APPROVED)) {
                    case APPROVED -> approved(transaction(account, body, now), request, request.customerToken, now);
                    case DECLINED, STEP_UP_REQUIRED -> declined(request);
                };
        request.tokenUse =
                new PaymentRequest.TokenUse(token.value(), key, bodySha256, outcome.answer(), outcome.transaction());
        return outcome;
    }

    // The same request gets the same answer however often, the idempotency key's 24 hours apart; anything else is a
    // conflict.
    private static Outcome repeated(
            PaymentRequest.TokenUse use, PaymentRequest request, Tokens.Token token, String key, String bodySha256) {
        boolean identical = use.token().equals(token.value())
                && use.idempotencyKey().equals(key)
                && use.bodySha256().equals(bodySha256);
        if (!identical) {
            throw Refused.conflict("The token has been spent by another call");
        }
        return new Outcome(use.answer(), Effect.REPLAYED, request, use.made(), null);
    }

    private void refuseWhereItCannotBeSpent(
            PaymentRequest request, AuthorizeBody body, Tokens.Token token, Instant now) {
        if (request.state != RequestState.COMPLETED) {
            throw Refused.conflict("The Payment Request is " + request.state);
        }
        if (klarna.tokens.isLate(token, now)) {
            throw Refused.invalid(token.kind().header, "The token has expired");
        }
        Violations faults = new Violations();
        if (body.amount() != request.amount) {
            faults.add("request_payment_transaction.amount", "is not the amount that was approved");
        }
        if (!body.currency().equals(request.currency)) {
            faults.add("currency", "is not the currency that was approved");
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
            Transaction transaction, @Nullable PaymentRequest request, @Nullable String customerToken, Instant now) {
        ObjectNode json = Json.object();
        ObjectNode response = json.putObject("payment_transaction_response").put("result", "APPROVED");
        response.set("payment_transaction", transaction.json());
        if (customerToken != null) {
            json.putObject("klarna_customer").put("customer_token", customerToken);
        }
        if (request != null) {
            request.transactionId = transaction.id();
        }
        klarna.webhooks.authorized(transaction, request, now);
        return new Outcome(Answer.json(200, json), Effect.CREATED_TRANSACTION, request, transaction, null);
    }

    private static Outcome declined(@Nullable PaymentRequest request) {
        ObjectNode json = Json.object();
        json.putObject("payment_transaction_response")
                .put("result", "DECLINED")
                .put("result_reason", "PAYMENT_DECLINED");
        return new Outcome(Answer.json(200, json), Effect.DECLINED, request, null, null);
    }

    private Outcome steppedUp(
            String account,
            AuthorizeBody body,
            AuthorizeBody.StepUp stepUp,
            @Nullable String customerToken,
            Instant now) {
        String id = Ids.paymentRequest();
        String url = pagesAt + id.substring(id.lastIndexOf(':') + 1);
        PaymentRequest request = new PaymentRequest(id, account, url, body, stepUp, now, customerToken);
        klarna.requests.add(request);
        ObjectNode json = Json.object();
        json.putObject("payment_transaction_response").put("result", "STEP_UP_REQUIRED");
        json.set("payment_request", PaymentRequestJson.of(request, klarna.settings.switches()));
        return Outcome.of(Answer.json(200, json), Effect.CREATED_REQUEST, request);
    }

    private static void addIfPresent(Set<String> references, @Nullable String reference) {
        if (reference != null) {
            references.add(reference);
        }
    }
}
