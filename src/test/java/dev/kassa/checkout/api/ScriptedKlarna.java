package dev.kassa.checkout.api;

import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.Refusal;
import dev.kassa.checkout.workflow.AuthorizeCommand;
import dev.kassa.checkout.workflow.AuthorizeOutcome;
import dev.kassa.checkout.workflow.CallFailure;
import dev.kassa.checkout.workflow.FinalizeCommand;
import dev.kassa.checkout.workflow.FinalizeOutcome;
import dev.kassa.checkout.workflow.KlarnaActivities;
import dev.kassa.checkout.workflow.Look;
import dev.kassa.checkout.workflow.RequestCommand;
import dev.kassa.checkout.workflow.UpdateCommand;
import dev.kassa.checkout.workflow.UpdateOutcome;
import dev.kassa.klarna.KlarnaException.ValidationError;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestReference;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentTransaction;
import dev.kassa.klarna.PaymentTransactionId;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A Klarna whose answer to an authorize or a change is told by the amount, and whose customers do what a test says. */
final class ScriptedKlarna implements KlarnaActivities {
    static final int STEP_UP = 1000;
    static final int APPROVED = 2000;
    static final int DECLINED = 3000;
    static final int REFUSED = 4000;
    static final int SILENT = 5000;

    /** Every authorize that came, in order. */
    final List<AuthorizeCommand> authorizes = new CopyOnWriteArrayList<>();

    /** Every read that came, by the Payment Request's id. */
    final List<String> reads = new CopyOnWriteArrayList<>();

    private final Map<String, PaymentRequestState> states = new ConcurrentHashMap<>();
    private final Map<String, Long> amounts = new ConcurrentHashMap<>();

    /** What a customer did, or Klarna: told to nobody until somebody reads it. */
    void is(PaymentRequestState state, String paymentRequestId) {
        states.put(paymentRequestId, state);
    }

    @Override
    public AuthorizeOutcome authorizePayment(AuthorizeCommand command) {
        authorizes.add(command);
        var call = command.call();
        return switch ((int) call.payment().amount()) {
            case APPROVED ->
                new AuthorizeOutcome.Approved(transaction(call.payment().amount()), null);
            case DECLINED -> new AuthorizeOutcome.Declined();
            case REFUSED ->
                new AuthorizeOutcome.Refused(new Refusal(
                        "VALIDATION_ERROR",
                        "corr-1",
                        "authorizePayment: refused",
                        List.of(new ValidationError("currency", "not enabled"))));
            case SILENT -> throw ApplicationFailure.newFailure("no answer", CallFailure.TRANSIENT.name());
            default -> {
                var reference = call.stepUp().paymentRequestReference();
                var id = "krn:payment:eu1:request:" + reference;
                states.put(id, PaymentRequestState.SUBMITTED);
                amounts.put(id, call.payment().amount());
                yield new AuthorizeOutcome.StepUp(request(id, reference));
            }
        };
    }

    @Override
    public Look readPaymentRequest(RequestCommand command) {
        var id = command.paymentRequestId().value();
        reads.add(id);
        return new Look.Stands(request(id, null, amounts.get(id)));
    }

    @Override
    public Look cancelPaymentRequest(RequestCommand command) {
        var id = command.paymentRequestId().value();
        states.replace(id, PaymentRequestState.SUBMITTED, PaymentRequestState.CANCELED);
        return new Look.Stands(request(id, null));
    }

    @Override
    public UpdateOutcome updatePaymentRequest(UpdateCommand command) {
        var call = command.call();
        var id = call.paymentRequestId().value();
        if (states.get(id) != PaymentRequestState.SUBMITTED) {
            return new UpdateOutcome.NotAmendable(request(id, null));
        }
        var amount = call.amount();
        if (amount != null && amount == SILENT) {
            throw ApplicationFailure.newFailure("no answer", CallFailure.TRANSIENT.name());
        }
        return amount != null && amount == REFUSED
                ? new UpdateOutcome.Refused(new Refusal(
                        "VALIDATION_ERROR",
                        "corr-2",
                        "updatePaymentRequest: refused",
                        List.of(new ValidationError("amount", "too high"))))
                : new UpdateOutcome.Amended(request(id, null));
    }

    @Override
    public FinalizeOutcome finalizeAuthorization(FinalizeCommand command) {
        if (states.get(command.paymentRequestId().value()) == PaymentRequestState.UNKNOWN) {
            throw ApplicationFailure.newFailure("no answer", CallFailure.TRANSIENT.name());
        }
        return new FinalizeOutcome.Approved(transaction(command.payment().amount()), null);
    }

    @Override
    public boolean anEarlierTaskDied() {
        return false;
    }

    @Override
    public void tellMerchant(MerchantId merchant, MerchantEvent event) {
        throw new UnsupportedOperationException("no merchant here has a notification URL");
    }

    private PaymentRequest request(String id, @Nullable PaymentRequestReference reference) {
        return request(id, reference, null);
    }

    private PaymentRequest request(String id, @Nullable PaymentRequestReference reference, @Nullable Long amount) {
        var state = states.getOrDefault(id, PaymentRequestState.UNKNOWN);
        return new PaymentRequest(
                new PaymentRequestId(id),
                reference,
                state,
                null,
                amount,
                null,
                "https://pay.test.klarna.example/" + id.hashCode(),
                null,
                null,
                Instant.now());
    }

    private static PaymentTransaction transaction(long amount) {
        var id = new PaymentTransactionId("krn:payment:eu1:transaction:1");
        return new PaymentTransaction(id, null, amount, "EUR", null);
    }
}
