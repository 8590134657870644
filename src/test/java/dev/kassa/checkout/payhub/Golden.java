package dev.kassa.checkout.payhub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;

/** PayHub's answers as they are kept in {@code src/test/resources/payhub}, each for the payment request 123. */
public enum Golden {
    CANCELED(200, "200-canceled"),
    STATUS_NOT_CANCELED(400, "400-status"),
    NOT_KLARNA(400, "400-not-klarna"),
    UNREADABLE(400, "400-unreadable"),
    NO_KEY(401, "401-no-key"),
    FOREIGN(403, "403-foreign"),
    UNKNOWN(404, "404-unknown"),
    NO_SUCH_PATH(404, "404-path"),
    METHOD(405, "405-method"),
    CONFLICT(409, "409-canceled-or-completed"),
    TOO_LARGE(413, "413-too-large"),
    NOT_JSON(415, "415-not-json"),
    TOO_MANY(429, "429-too-many"),
    FAILED(500, "500-failed");

    /** The path of which {@code {}} is the id, percent-encoded. */
    public static final String PATH = "/api/payhub/v1/payment/request/";

    private final int status;
    private final String file;

    Golden(int status, String file) {
        this.status = status;
        this.file = file;
    }

    /** The bytes for 123, as text. */
    public String body() {
        try (var bytes = Golden.class.getResourceAsStream("/payhub/" + file + ".json")) {
            if (bytes == null) {
                throw new IllegalStateException("no golden body " + file);
            }
            return new String(bytes.readAllBytes(), UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** An answer to a request of that path, as it was sent, is this one: status, type of content and every byte. */
    public void assertIs(HttpResponse<byte[]> answer, String path) {
        var instance = path.replaceFirst("\\?.*", "");
        assertThat(answer.headers().firstValue("Content-Type"))
                .as(new String(answer.body(), UTF_8))
                .hasValue(status == 200 ? "application/json" : "application/problem+json");
        assertThat(new String(answer.body(), UTF_8)).isEqualTo(body().replace(PATH + "123", instance));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
}
