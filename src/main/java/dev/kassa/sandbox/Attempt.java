package dev.kassa.sandbox;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call as far as it can be understood before anything is checked: enough to choose its fault and to write it down.
 *
 * @param operation null where the path or method is none of Klarna's
 * @param body null where it is no JSON object
 * @param token sent for a final authorization; null otherwise
 * @param request the one named by the path or by the token, where it is known
 */
record Attempt(
        Call call,
        @Nullable Operation operation,
        @Nullable String account,
        @Nullable String requestId,
        @Nullable ObjectNode body,
        Tokens.@Nullable Token token,
        @Nullable PaymentRequest request,
        @Nullable Fault fault) {

    private static final Pattern AUTHORIZE = Pattern.compile("/v2/accounts/([^/]+)/payment/authorize");
    private static final Pattern DIRECT = Pattern.compile("/v2/payment/requests/([^/]+)");
    private static final Pattern REQUEST = Pattern.compile("/v2/accounts/([^/]+)/payment/requests/([^/]+)");

    static Attempt of(Call call, Klarna klarna) {
        Matcher authorize = AUTHORIZE.matcher(call.path());
        if (authorize.matches()) {
            return authorize(call, authorize.group(1), klarna);
        }
        Matcher request = REQUEST.matcher(call.path());
        if (request.matches()) {
            return request(call, request.group(1), request.group(2), klarna);
        }
        if (NotificationApi.knows(call)) {
            @Nullable ObjectNode body = Json.parse(call.body()).orElse(null);
            return new Attempt(call, Operation.NOTIFICATION, null, null, body, null, null, null)
                    .withFault(klarna.faults);
        }
        Matcher direct = DIRECT.matcher(call.path());
        if (direct.matches() && call.method().equals("PUT")) {
            String account = klarna.requests
                    .find(direct.group(1))
                    .map(known -> known.account)
                    .orElse(klarna.settings.accounts().iterator().next());
            return request(call, account, direct.group(1), klarna);
        }
        return new Attempt(call, null, null, null, null, null, null, null);
    }

    private static Attempt authorize(Call call, String account, Klarna klarna) {
        if (!call.method().equals("POST")) {
            return new Attempt(call, null, account, null, null, null, null, null);
        }
        @Nullable ObjectNode body = Json.parse(call.body()).orElse(null);
        Tokens.@Nullable Token token = token(call, body, klarna.tokens).orElse(null);
        Operation operation = token == null ? Operation.AUTHORIZE : Operation.FINAL_AUTHORIZE;
        @Nullable
        PaymentRequest request =
                token == null ? null : klarna.tokens.requestOf(token).orElse(null);
        return new Attempt(call, operation, account, null, body, token, request, null).withFault(klarna.faults);
    }

    private static Attempt request(Call call, String account, String id, Klarna klarna) {
        @Nullable
        Operation operation = switch (call.method()) {
            case "GET" -> Operation.READ;
            case "DELETE" -> Operation.CANCEL;
            case "PATCH" -> klarna.switches().has(Contradiction.UpdateBy.PUT) ? null : Operation.UPDATE;
            case "PUT" -> klarna.switches().has(Contradiction.UpdateBy.PATCH) ? null : Operation.UPDATE;
            default -> null;
        };
        @Nullable ObjectNode body = Json.parse(call.body()).orElse(null);
        @Nullable PaymentRequest request = klarna.requests.find(id).orElse(null);
        return new Attempt(call, operation, account, id, body, null, request, null).withFault(klarna.faults);
    }

    // The session token's header carries SDK context in a first call: there it comes with a step-up and was never
    // issued here.
    private static Optional<Tokens.Token> token(Call call, @Nullable ObjectNode body, Tokens tokens) {
        Optional<Tokens.Token> payment = sent(call, Tokens.Kind.PAYMENT_TOKEN);
        if (payment.isPresent()) {
            return payment;
        }
        return sent(call, Tokens.Kind.SESSION_TOKEN)
                .filter(token -> tokens.requestOf(token).isPresent() || (body != null && !body.has("step_up_config")));
    }

    private static Optional<Tokens.Token> sent(Call call, Tokens.Kind kind) {
        return call.header(kind.header).map(value -> new Tokens.Token(kind, value));
    }

    private Attempt withFault(Faults faults) {
        if (operation == null) {
            return this;
        }
        @Nullable Fault chosen = faults.take(operation, references()).orElse(null);
        return meeting(chosen);
    }

    /** The same with another fault, or none. */
    Attempt meeting(@Nullable Fault other) {
        return new Attempt(call, operation, account, requestId, body, token, request, other);
    }

    Fault faultOrNone() {
        return fault == null ? Fault.NONE : fault;
    }

    /** All references and ids that this call belongs to. */
    Set<String> references() {
        Set<String> references = new HashSet<>();
        Optional.ofNullable(bodyText("supplementary_purchase_data", "purchase_reference"))
                .ifPresent(references::add);
        Optional.ofNullable(bodyText("step_up_config", "payment_request_reference"))
                .ifPresent(references::add);
        Optional.ofNullable(bodyText("request_payment_transaction", "payment_transaction_reference"))
                .ifPresent(references::add);
        if (request != null) {
            references.add(request.id);
            Optional.ofNullable(request.stepUp.reference()).ifPresent(references::add);
            Optional.ofNullable(request.purchaseReference()).ifPresent(references::add);
        }
        return references;
    }

    @Nullable
    String bodyText(String... path) {
        return body == null ? null : Json.text(body, path).orElse(null);
    }

    /** What makes two calls of one idempotency key the same: method, path, token and exact body. */
    String fingerprint() {
        return call.method() + " " + call.path() + " " + (token == null ? "" : token.value()) + " " + call.bodySha256();
    }

    Optional<IdempotencyKeys.Key> key(Switches switches) {
        @Nullable Operation scope = switches.has(Unknown.KeyScope.OPERATION) ? operation : null;
        return account == null
                ? Optional.empty()
                : call.header("Klarna-Idempotency-Key").map(value -> new IdempotencyKeys.Key(account, scope, value));
    }
}
