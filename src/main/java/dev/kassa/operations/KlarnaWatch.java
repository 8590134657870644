package dev.kassa.operations;

import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.Klarna;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.Reading;
import dev.kassa.klarna.Standing;
import dev.kassa.klarna.UpdatePaymentRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Klarna, with every call timed ({@code kassa.klarna.calls}) and the last answer and failure remembered. */
public final class KlarnaWatch implements Klarna {
    private static final String CALLS = "kassa.klarna.calls";

    private final Klarna klarna;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private volatile @Nullable Instant lastAnswer;
    private volatile @Nullable Failure lastFailure;

    public KlarnaWatch(Klarna klarna, MeterRegistry meters, InstantSource clock) {
        this.klarna = klarna;
        this.meters = meters;
        this.clock = clock;
    }

    /** A call without an answer that says something: the class of failure, and when. */
    public record Failure(Instant at, String kind) {}

    /** When Klarna last answered; empty before the first answer. */
    public Optional<Instant> lastAnswer() {
        return Optional.ofNullable(lastAnswer);
    }

    /** When and how a call last failed. */
    public Optional<Failure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    @Override
    public Authorization authorizePayment(AuthorizePayment call) {
        return watched("authorize", () -> klarna.authorizePayment(call));
    }

    @Override
    public Reading readPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return watched("read", () -> klarna.readPaymentRequest(account, id));
    }

    @Override
    public Standing cancelPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return watched("cancel", () -> klarna.cancelPaymentRequest(account, id));
    }

    @Override
    public PaymentRequest updatePaymentRequest(UpdatePaymentRequest call) {
        return watched("update", () -> klarna.updatePaymentRequest(call));
    }

    @Override
    public Authorization finalizeAuthorization(FinalizeAuthorization call, PaymentToken token) {
        return watched("finalize", () -> klarna.finalizeAuthorization(call, token));
    }

    private <T> T watched(String operation, Supplier<T> call) {
        var sample = Timer.start(meters);
        String outcome = "unexpected";
        try {
            T answer = call.get();
            outcome = "answered";
            lastAnswer = clock.instant();
            return answer;
        } catch (KlarnaException failure) {
            outcome = failure.getClass().getSimpleName();
            lastFailure = new Failure(clock.instant(), outcome);
            throw failure;
        } finally {
            sample.stop(meters.timer(CALLS, "operation", operation, "outcome", outcome));
        }
    }
}
