package dev.kassa.smallworld;

import static java.util.Objects.requireNonNull;

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
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.TokenSeal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Klarna in memory: the port itself, so that a call costs nothing. Shares no code with the client or the sandbox. */
final class SmallKlarna implements Klarna {
    /** Every token begins so; nothing that is written anywhere may contain it. */
    static final String SECRET = "small-secret-token-";

    static final TokenSeal SEAL = new TokenSeal(new KeyRing(List.of(
            new EncryptionKey("small", "a sample key of 32 bytes, small!".getBytes(StandardCharsets.US_ASCII)))));

    private final Map<String, SmallRequest> byReference = new ConcurrentHashMap<>();
    private final Map<PaymentRequestId, SmallRequest> byId = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final InstantSource clock;

    SmallKlarna(InstantSource clock) {
        this.clock = clock;
    }

    void expects(String paymentRequestReference, SmallRequest request) {
        byReference.put(paymentRequestReference, request);
        byId.put(request.id(), request);
    }

    @Override
    public Authorization authorizePayment(AuthorizePayment call) {
        var reference = call.stepUp().paymentRequestReference().value();
        return requireNonNull(byReference.get(reference), reference).authorize(call, called());
    }

    @Override
    public Reading readPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return of(id).read(account, called());
    }

    @Override
    public Standing cancelPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return of(id).cancel(account, called());
    }

    @Override
    public PaymentRequest updatePaymentRequest(UpdatePaymentRequest call) {
        throw new UnsupportedOperationException("nobody amends in the small world");
    }

    @Override
    public Authorization finalizeAuthorization(FinalizeAuthorization call, PaymentToken token) {
        var reference = call.paymentTransactionReference().value();
        var named = reference.substring(0, reference.length() - "-tx".length());
        return requireNonNull(byReference.get(named), named).finalizeWith(call, token, called());
    }

    private Instant called() {
        calls.incrementAndGet();
        return clock.instant();
    }

    long calls() {
        return calls.get();
    }

    /** All that was ever asked. */
    List<SmallRequest.Asked> ledgers() {
        return byId.values().stream()
                .flatMap(request -> request.ledger().stream())
                .toList();
    }

    private SmallRequest of(PaymentRequestId id) {
        return requireNonNull(byId.get(id), id.value());
    }
}
