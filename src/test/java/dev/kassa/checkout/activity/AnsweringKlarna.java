package dev.kassa.checkout.activity;

import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.Klarna;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.Reading;
import dev.kassa.klarna.Standing;
import dev.kassa.klarna.UpdatePaymentRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A Klarna whose one Payment Request stands as it is told, and one of whose calls fails. */
final class AnsweringKlarna implements Klarna {
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String failing = "";
    private volatile @Nullable KlarnaException failure;
    private volatile boolean knowsRequest = true;
    private volatile @Nullable PaymentRequestState readsAs;

    void failsWith(String call, KlarnaException how) {
        failing = call;
        failure = how;
    }

    void knowsNoRequest() {
        knowsRequest = false;
    }

    /** Whatever it was before. */
    void readsAs(PaymentRequestState state) {
        readsAs = state;
    }

    List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public Authorization authorizePayment(AuthorizePayment call) {
        return called("authorize", new Authorization.Declined(null));
    }

    @Override
    public Authorization finalizeAuthorization(FinalizeAuthorization call, PaymentToken token) {
        return called("finalize", new Authorization.Declined(null));
    }

    @Override
    public Reading readPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        boolean completed = failing.equals("finalize");
        var token = completed ? new PaymentToken(PaymentToken.Kind.SESSION_TOKEN, "krn:token") : null;
        return called("read", new Reading(standing(id, completed), token));
    }

    @Override
    public Standing cancelPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return called("cancel", standing(id, false));
    }

    @Override
    public PaymentRequest updatePaymentRequest(UpdatePaymentRequest call) {
        return called("update", request(call.paymentRequestId(), PaymentRequestState.SUBMITTED));
    }

    private Standing standing(PaymentRequestId id, boolean completed) {
        var usual = completed ? PaymentRequestState.COMPLETED : PaymentRequestState.SUBMITTED;
        var told = readsAs;
        var state = told != null ? told : usual;
        return knowsRequest ? new Standing.Stands(request(id, state)) : new Standing.NotFound();
    }

    private static PaymentRequest request(PaymentRequestId id, PaymentRequestState state) {
        return new PaymentRequest(id, null, state, null, 9000L, "EUR", null, null, null, null);
    }

    private <T> T called(String call, T answer) {
        calls.add(call);
        var how = failure;
        if (how != null && failing.equals(call)) {
            throw how;
        }
        return answer;
    }
}
