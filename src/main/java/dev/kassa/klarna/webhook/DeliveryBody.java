package dev.kassa.klarna.webhook;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads what was delivered, so much of it as is looked at, and not for ever. */
final class DeliveryBody {
    /** Somebody who sends a byte a second would keep a place in the lane for eighteen hours. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final int CHUNK = 8 * 1024;

    private DeliveryBody() {}

    /** The bytes, at most one more than are looked at; absent where they took too long. */
    static byte @Nullable [] read(HttpServletRequest delivery) throws IOException {
        long began = System.nanoTime();
        var in = delivery.getInputStream();
        var body = new ByteArrayOutputStream();
        var chunk = new byte[CHUNK];
        while (body.size() <= WebhookVerifier.LARGEST_BODY) {
            int most = Math.min(CHUNK, WebhookVerifier.LARGEST_BODY + 1 - body.size());
            int read = in.read(chunk, 0, most);
            if (read < 0) {
                return body.toByteArray();
            }
            body.write(chunk, 0, read);
            if (System.nanoTime() - began > LONGEST.toNanos()) {
                return null;
            }
        }
        return body.toByteArray();
    }
}
