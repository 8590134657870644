package dev.kassa.sandbox;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs an event's exact bytes and posts them (klarna.md, section 7). */
final class WebhookSender implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Lower-case hex of HMAC-SHA256; the key is its UTF-8 bytes, not decoded. */
    static String signature(String signingKey, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(signingKey.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    /** The receiver's status; 0 where there was no answer. */
    int send(Letter letter, URI to) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(to)
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .header("Klarna-Signature", signature(letter.key().secret(), letter.signed()))
                .header("Klarna-Signing-Key-Id", letter.key().id())
                .POST(HttpRequest.BodyPublishers.ofByteArray(letter.body()))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException _) {
            return 0;
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
