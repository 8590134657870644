package dev.kassa.checkout.workflow;

import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.Klarna;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.Reading;
import dev.kassa.klarna.Standing;
import dev.kassa.klarna.UpdatePaymentRequest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The client that ships, and how many of its calls wait for an answer: virtual time must not pass meanwhile. */
public record CountingKlarna(Klarna klarna, AtomicInteger underWay) implements Klarna {
    public CountingKlarna(Klarna klarna) {
        this(klarna, new AtomicInteger());
    }

    public boolean isIdle() {
        return underWay.get() == 0;
    }

    @Override
    public Authorization authorizePayment(AuthorizePayment call) {
        return counted(() -> klarna.authorizePayment(call));
    }

    @Override
    public Reading readPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return counted(() -> klarna.readPaymentRequest(account, id));
    }

    @Override
    public Standing cancelPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return counted(() -> klarna.cancelPaymentRequest(account, id));
    }

    @Override
    public PaymentRequest updatePaymentRequest(UpdatePaymentRequest call) {
        return counted(() -> klarna.updatePaymentRequest(call));
    }

    @Override
    public Authorization finalizeAuthorization(FinalizeAuthorization call, PaymentToken token) {
        return counted(() -> klarna.finalizeAuthorization(call, token));
    }

    private <T> T counted(Supplier<T> call) {
        underWay.incrementAndGet();
        try {
            return call.get();
        } finally {
            underWay.decrementAndGet();
        }
    }
}
