package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What callers were promised is kept in the repository, so that nobody changes it without noticing. */
@EmbeddedApplication
class PublishedContractTest {
    private static final Path KEPT = Path.of("docs", "openapi.yaml");
    private static final String RECORD = "mvn test -Dtest=PublishedContractTest -Dopenapi.record=true";

    @LocalServerPort
    private int port;

    @Test
    void thePublicContractIsTheOneThatIsKept() throws IOException, InterruptedException {
        var published = published();
        if (Boolean.getBoolean("openapi.record")) {
            Files.writeString(KEPT, published);
        }
        assertThat(Files.readString(KEPT))
                .withFailMessage(
                        "The public contract has changed: if callers can live with that, record it by `%s`"
                                + " and commit what that changes in %s.",
                        RECORD, KEPT)
                .isEqualTo(published);
    }

    private String published() throws IOException, InterruptedException {
        var url = URI.create("http://127.0.0.1:" + port + "/v3/api-docs.yaml");
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }
}
