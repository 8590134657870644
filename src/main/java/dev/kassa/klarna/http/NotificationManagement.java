package dev.kassa.klarna.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.http.ManagementException.Executed;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/**
 * Klarna's notification management API (klarna.md, section 7): signing keys and webhooks, for a person who sets them up.
 *
 * <p>A call that gets no answer is repeated unchanged, by the same idempotency key where it has one, so that it is executed
 * once. All methods throw {@link ManagementException} where Klarna refuses, or stays without an answer.
 */
public final class NotificationManagement implements AutoCloseable {
    private static final int TRIES = 3;
    private static final String KEYS = "signing-keys";
    private static final String WEBHOOKS = "webhooks";

    private final KlarnaSettings settings;
    private final HttpClient client;

    public NotificationManagement(KlarnaSettings settings) {
        this.settings = settings;
        var builder = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeouts().connect());
        var tls = settings.tls();
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    /** Creates a key, or answers the one that a call of this idempotency key has created within 24 h. */
    public NewSigningKey createSigningKey(IdempotencyKey key) {
        var json = send("POST", path(KEYS), key, null);
        var secret = Json.text(json, "signing_key");
        if (secret == null) {
            throw ManagementJson.unreadable("signing_key");
        }
        return new NewSigningKey(ManagementJson.signingKey(json), secret);
    }

    public List<SigningKey> signingKeys() {
        return ManagementJson.list(send("GET", path(KEYS), null, null), "signing_keys").stream()
                .map(ManagementJson::signingKey)
                .toList();
    }

    public void deleteSigningKey(String id) {
        send("DELETE", path(KEYS, id), null, null);
    }

    /** Registers a webhook; {@code status} is ENABLED or DISABLED. */
    public Webhook registerWebhook(URI url, List<String> eventTypes, String signingKeyId, String status) {
        var body = Map.of(
                "url", url.toString(),
                "event_types", eventTypes,
                "event_version", "v2",
                "signing_key_id", signingKeyId,
                "status", status);
        return ManagementJson.webhook(send("POST", path(WEBHOOKS), fresh(), body));
    }

    public List<Webhook> webhooks() {
        return ManagementJson.list(send("GET", path(WEBHOOKS), null, null), "webhooks").stream()
                .map(ManagementJson::webhook)
                .toList();
    }

    public Webhook webhook(String id) {
        return ManagementJson.webhook(send("GET", path(WEBHOOKS, id), null, null));
    }

    /** Has a webhook signed by another key from now on. */
    public Webhook signWebhook(String id, String signingKeyId) {
        return change(id, Map.of("signing_key_id", signingKeyId));
    }

    /** Enables or disables a webhook: {@code status} is ENABLED or DISABLED. */
    public Webhook setStatus(String id, String status) {
        return change(id, Map.of("status", status));
    }

    private Webhook change(String id, Map<String, Object> fields) {
        send("PATCH", path(WEBHOOKS, id), fresh(), fields);
        // Whether the answer to a change shows the webhook is not documented.
        return webhook(id);
    }

    public void deleteWebhook(String id) {
        send("DELETE", path(WEBHOOKS, id), null, null);
    }

    /** Has Klarna send a sample event of this type to the webhook. */
    public void simulate(String id, String eventType) {
        var body = Map.<String, Object>of("event_type", eventType, "event_version", "v2");
        send("POST", path(WEBHOOKS, id, "simulate"), fresh(), body);
    }

    private JsonNode send(
            String method, String path, @Nullable IdempotencyKey key, @Nullable Map<String, Object> body) {
        var request = request(method, path, key, body);
        ManagementException unanswered = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                return exchange(request);
            } catch (ManagementException failed) {
                // Of a DELETE that was executed the repeat would say that there is nothing to delete.
                if (unanswered == null && (failed.executed() == Executed.NO || method.equals("DELETE"))) {
                    throw failed;
                }
                // What a repeat comes to says nothing of the first try, which may have been executed.
                unanswered = unanswered == null ? failed : unanswered;
            }
        }
        throw unanswered == null ? new IllegalStateException("Tried not once") : unanswered;
    }

    private HttpRequest request(
            String method, String path, @Nullable IdempotencyKey key, @Nullable Map<String, Object> body) {
        var base = settings.baseUrl().toString().replaceFirst("/$", "");
        var headers = new Headers(settings.apiKey().get(), settings.integrator(), path);
        if (key != null) {
            headers.with(key);
        }
        var publisher = body == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofByteArray(Json.MAPPER.writeValueAsBytes(body));
        var request = HttpRequest.newBuilder(URI.create(base + "/notification/" + path))
                .timeout(settings.timeouts().answer())
                .method(method, publisher)
                .header("Accept", "application/json");
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.toMap().forEach(request::header);
        return request.build();
    }

    private JsonNode exchange(HttpRequest request) {
        try {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            byte[] body;
            try (var in = answer.body()) {
                body = in.readNBytes(Transport.LARGEST_BODY);
            }
            if (answer.statusCode() / 100 != 2) {
                throw refused(answer, Json.parse(body));
            }
            return Json.parse(body);
        } catch (IOException failed) {
            var nothingSent = IoFailure.of(failed) == IoFailure.NO_CONNECTION;
            throw new ManagementException(
                    nothingSent ? "Klarna could not be reached, nothing was sent" : "Klarna did not answer in time",
                    nothingSent ? Executed.NO : Executed.MAYBE,
                    null,
                    List.of());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ManagementException("interrupted before Klarna answered", Executed.MAYBE, null, List.of());
        }
    }

    private static ManagementException refused(HttpResponse<?> answer, JsonNode error) {
        var message = new StringBuilder("Klarna refused, HTTP " + answer.statusCode());
        append(message, " ", Json.text(error, "error_code"));
        append(message, ": ", Json.text(error, "error_message"));
        append(
                message,
                ", Klarna-Correlation-Id ",
                answer.headers().firstValue("Klarna-Correlation-Id").orElse(null));
        var faults = new ArrayList<String>();
        for (var name : List.of("validation_errors", "errors")) {
            error.path(name).valueStream().forEach(fault -> {
                var reason = Json.text(fault, "reason");
                faults.add(Json.text(fault, "parameter") + " "
                        + (reason == null ? Json.text(fault, "error_message") : reason));
            });
        }
        var executed = answer.statusCode() >= 500 || answer.statusCode() == 408 ? Executed.MAYBE : Executed.NO;
        return new ManagementException(message.toString(), executed, answer.statusCode(), faults);
    }

    private static void append(StringBuilder message, String before, @Nullable String text) {
        if (text != null) {
            message.append(before).append(text);
        }
    }

    private static IdempotencyKey fresh() {
        return new IdempotencyKey(UUID.randomUUID().toString());
    }

    private static String path(String... segments) {
        var encoded = new ArrayList<String>();
        for (var segment : segments) {
            encoded.add(UriUtils.encode(segment, UTF_8));
        }
        return String.join("/", encoded);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
