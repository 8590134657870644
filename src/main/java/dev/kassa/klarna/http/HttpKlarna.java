package dev.kassa.klarna.http;

import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.Klarna;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.KlarnaException.Details;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.Reading;
import dev.kassa.klarna.Standing;
import dev.kassa.klarna.UpdatePaymentRequest;
import dev.kassa.klarna.http.Headers.UnsendableHeaderException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Klarna's Payment Authorize API v2 over HTTP.
 *
 * <p>One instance holds one pool of connections and serves any number of threads. Every call is bounded by its
 * {@link Timeouts} and is sent once; no message, log line or exception of this package holds a key, a token or
 * customer data.
 */
public final class HttpKlarna implements Klarna, AutoCloseable {
    private final KlarnaSettings settings;
    private final Endpoints endpoints;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client;
    private final Transport transport;
    private final Transport cancelTransport;

    public HttpKlarna(KlarnaSettings settings) {
        this.settings = settings;
        this.endpoints = new Endpoints(settings.baseUrl());
        this.client = client(settings);
        this.transport = new Transport(client, executor, settings.timeouts().answer());
        this.cancelTransport =
                new Transport(client, executor, settings.timeouts().cancelStep());
    }

    private HttpClient client(KlarnaSettings with) {
        // Over plain HTTP the JDK would ask for an upgrade to HTTP/2 with every first request: not worth its risk.
        boolean encrypted = "https".equals(with.baseUrl().getScheme());
        var builder = HttpClient.newBuilder()
                .version(encrypted ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(with.timeouts().connect())
                .executor(executor);
        var tls = with.tls();
        return (tls == null ? builder : builder.sslContext(tls)).build();
    }

    @Override
    public Authorization authorizePayment(AuthorizePayment call) {
        var reference = call.paymentTransactionReference().value();
        var request = outgoing(
                Operation.AUTHORIZE_PAYMENT,
                () -> headers(reference).with(call.key()).withSession(call.sessionToken()),
                endpoints.authorize(call.account()),
                AuthorizeJson.of(call));
        return answered(request, transport, json -> new AuthorizationJson(json).of(call.payment()));
    }

    @Override
    public Authorization finalizeAuthorization(FinalizeAuthorization call, PaymentToken token) {
        var reference = call.paymentTransactionReference().value();
        var request = outgoing(
                Operation.FINALIZE_AUTHORIZATION,
                () -> headers(reference).with(call.key()).with(token),
                endpoints.authorize(call.account()),
                AuthorizeJson.of(call));
        return answered(request, transport, json -> new AuthorizationJson(json).of(call.payment()));
    }

    @Override
    public PaymentRequest updatePaymentRequest(UpdatePaymentRequest call) {
        var id = call.paymentRequestId();
        var request = outgoing(
                Operation.UPDATE_PAYMENT_REQUEST,
                () -> headers(id.value()).with(call.key()),
                endpoints.paymentRequest(call.account(), id),
                UpdateJson.of(call));
        return answered(request, transport, json -> new PaymentRequestJson(json).of(id));
    }

    @Override
    public Reading readPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return read(account, id, transport);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where the read fails after a DELETE that Klarna may have executed, {@link KlarnaException.OutcomeUnknown}.
     */
    @Override
    public Standing cancelPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        var unsuccessful = delete(account, id);
        try {
            return read(account, id, cancelTransport).standing();
        } catch (KlarnaException readFailed) {
            throw afterDelete(unsuccessful, readFailed);
        }
    }

    /** Why the DELETE was not carried out, or may not have been; absent where Klarna says that it was. */
    private @Nullable KlarnaException delete(PartnerAccountId account, PaymentRequestId id) {
        try {
            cancelTransport.send(outgoing(
                    Operation.CANCEL_PAYMENT_REQUEST,
                    () -> headers(id.value()),
                    endpoints.paymentRequest(account, id),
                    null));
            return null;
        } catch (KlarnaException refusedOrUnanswered) {
            return refusedOrUnanswered;
        }
    }

    private static KlarnaException afterDelete(@Nullable KlarnaException delete, KlarnaException read) {
        boolean surelyNotExecuted = switch (delete) {
            case null -> false;
            case KlarnaException.OutcomeUnknown _ -> false;
            case KlarnaException.Transient _ -> true;
            case KlarnaException.Refused _ -> true;
        };
        if (surelyNotExecuted) {
            return read;
        }
        var why = read.details();
        var what = "the DELETE was sent, but how the Payment Request now stands could not be read: " + why.what();
        return new KlarnaException.OutcomeUnknown(
                new Details(
                        Operation.CANCEL_PAYMENT_REQUEST.title(),
                        why.status(),
                        why.errorCode(),
                        why.correlationId(),
                        what,
                        why.retryAfter(),
                        why.validationErrors()),
                read.getCause());
    }

    private Reading read(PartnerAccountId account, PaymentRequestId id, Transport within) {
        var request = outgoing(
                Operation.READ_PAYMENT_REQUEST, () -> headers(id.value()), endpoints.paymentRequest(account, id), null);
        try {
            return answered(request, within, json -> reading(new PaymentRequestJson(json), id));
        } catch (KlarnaException.Refused refused) {
            if (saysGone(refused.details())) {
                return new Reading(new Standing.NotFound(), null);
            }
            throw refused;
        }
    }

    private static Reading reading(PaymentRequestJson json, PaymentRequestId id) throws UnreadableAnswerException {
        var paymentRequest = json.of(id);
        boolean completed = paymentRequest.state() == PaymentRequestState.COMPLETED;
        return new Reading(new Standing.Stands(paymentRequest), completed ? json.token() : null);
    }

    /** Klarna's own word that there is no such request; whether 404 or 410 after deletion is unknown. */
    private static boolean saysGone(Details details) {
        int status = details.status() == null ? 0 : details.status();
        boolean notFound = status == 404 && "RESOURCE_NOT_FOUND".equals(details.errorCode());
        boolean deleted = status == 410 && details.errorCode() != null;
        return notFound || deleted;
    }

    private Headers headers(String reference) {
        return new Headers(settings.apiKey().get(), settings.integrator(), reference);
    }

    private static Outgoing outgoing(Operation operation, Supplier<Headers> headers, URI uri, @Nullable Object body) {
        try {
            var bytes = body == null ? null : Json.MAPPER.writeValueAsBytes(body);
            return new Outgoing(operation, uri, headers.get().toMap(), bytes);
        } catch (UnsendableHeaderException unsendable) {
            throw new KlarnaException.Refused(new Details(
                    operation.title(), null, null, null, "not sent, " + unsendable.getMessage(), null, List.of()));
        }
    }

    private static <T> T answered(Outgoing outgoing, Transport transport, AnswerReader<T> reader) {
        var answer = transport.send(outgoing);
        try {
            return reader.read(Json.parse(answer.body()));
        } catch (UnreadableAnswerException unreadable) {
            throw FailureClassifier.unreadable(outgoing.operation(), answer, unreadable.what());
        }
    }

    private interface AnswerReader<T> {
        T read(JsonNode json) throws UnreadableAnswerException;
    }

    /** Ends calls under way; each of them then fails as its kind does when a connection breaks. */
    @Override
    public void close() {
        client.shutdownNow();
        executor.shutdown();
    }
}
