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
        this.endpoints = new Endpoints(settings.baseUrl(), settings.updates());
        this.client = client(settings);
        var timeouts = settings.timeouts();
        this.transport = new Transport(client, executor, timeouts.answer(), timeouts.turn(), settings.budget());
        this.cancelTransport =
                new Transport(client, executor, timeouts.cancelStep(), timeouts.turn(), settings.budget());
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
        var about = new About(
                Operation.AUTHORIZE_PAYMENT,
                Urgency.CAN_WAIT,
                call.account(),
                call.paymentTransactionReference().value());
        var request = outgoing(
                about,
                () -> headers(about).with(call.key()).withSession(call.sessionToken()),
                endpoints.authorize(call.account()),
                AuthorizeJson.of(call));
        return answered(request, transport, json -> new AuthorizationJson(json).of(call.payment()));
    }

    @Override
    public Authorization finalizeAuthorization(FinalizeAuthorization call, PaymentToken token) {
        var about = new About(
                Operation.FINALIZE_AUTHORIZATION,
                Urgency.MONEY_AT_RISK,
                call.account(),
                call.paymentTransactionReference().value());
        var request = outgoing(
                about,
                () -> headers(about).with(call.key()).with(token),
                endpoints.authorize(call.account()),
                AuthorizeJson.of(call));
        return answered(request, transport, json -> new AuthorizationJson(json).of(call.payment()));
    }

    @Override
    public PaymentRequest updatePaymentRequest(UpdatePaymentRequest call) {
        var id = call.paymentRequestId();
        var about = new About(Operation.UPDATE_PAYMENT_REQUEST, Urgency.CAN_WAIT, call.account(), id.value());
        var request = outgoing(
                about,
                () -> headers(about).with(call.key()),
                endpoints.update(call.account(), id),
                UpdateJson.of(call));
        return answered(request, transport, json -> new PaymentRequestJson(json).of(id));
    }

    @Override
    public Reading readPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return read(account, id, Urgency.CAN_WAIT, transport);
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
            return read(account, id, Urgency.MONEY_AT_RISK, cancelTransport).standing();
        } catch (KlarnaException readFailed) {
            throw afterDelete(unsuccessful, readFailed);
        }
    }

    /** Why the DELETE was not carried out, or may not have been; absent where Klarna says that it was. */
    private @Nullable KlarnaException delete(PartnerAccountId account, PaymentRequestId id) {
        var about = new About(Operation.CANCEL_PAYMENT_REQUEST, Urgency.MONEY_AT_RISK, account, id.value());
        try {
            cancelTransport.send(outgoing(about, () -> headers(about), endpoints.cancel(account, id), null));
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

    private Reading read(PartnerAccountId account, PaymentRequestId id, Urgency urgency, Transport within) {
        var about = new About(Operation.READ_PAYMENT_REQUEST, urgency, account, id.value());
        var request = outgoing(about, () -> headers(about), endpoints.read(account, id), null);
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

    /** What a call is about; the reference is our word for it or Klarna's. */
    private record About(Operation operation, Urgency urgency, PartnerAccountId account, String reference) {}

    private Headers headers(About about) {
        return new Headers(settings.apiKey().get(), settings.integrator(), about.reference());
    }

    private static Outgoing outgoing(About about, Supplier<Headers> headers, Endpoint endpoint, @Nullable Object body) {
        try {
            var bytes = body == null ? null : Json.MAPPER.writeValueAsBytes(body);
            return new Outgoing(
                    about.operation(),
                    about.urgency(),
                    about.account(),
                    about.reference(),
                    endpoint,
                    headers.get().toMap(),
                    bytes);
        } catch (UnsendableHeaderException unsendable) {
            throw new KlarnaException.Refused(new Details(
                    about.operation().title(),
                    null,
                    null,
                    null,
                    "not sent, " + unsendable.getMessage(),
                    null,
                    List.of()));
        }
    }

    private static <T> T answered(Outgoing outgoing, Transport transport, AnswerReader<T> reader) {
        var answer = transport.send(outgoing);
        try {
            return reader.read(Json.parse(answer.body()));
        } catch (UnreadableAnswerException unreadable) {
            throw Transport.logged(
                    outgoing, FailureClassifier.unreadable(outgoing.operation(), answer, unreadable.what()));
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
