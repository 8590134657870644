package dev.kassa.notification;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends one body to one URL. */
@FunctionalInterface
interface Post {
    /**
     * What the receiver answered.
     *
     * @throws IOException where no answer came, with a message that may be shown: it names neither path nor secret
     */
    Answer send(URI url, Map<String, String> headers, byte[] body) throws IOException;

    /** What the receiver said; its body does not matter. */
    record Answer(
            int status,
            @Nullable String retryAfter,
            @Nullable String date) {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }
}
