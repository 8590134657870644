package dev.kassa.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.checkout.payhub.Golden;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A client of PayHub's, which knows its path and its one body. */
record PayHub(String kassa, String apiKey, HttpClient http) {
    PayHub(String kassa, String apiKey) {
        this(kassa, apiKey, HttpClient.newHttpClient());
    }

    /** An answer, and the path it was asked for by. */
    record Answer(HttpResponse<byte[]> http, String path) {
        void is(Golden golden) {
            golden.assertIs(http, path);
        }
    }

    Answer cancels(String method, String id) {
        return cancelsAt(method, Golden.PATH + URLEncoder.encode(id, UTF_8).replace("+", "%20"));
    }

    Answer cancelsAt(String method, String path) {
        var request = HttpRequest.newBuilder(URI.create(kassa + path))
                .header("X-Api-Key", apiKey)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString("{\"Status\":\"canceled\"}"))
                .build();
        try {
            return new Answer(http.send(request, BodyHandlers.ofByteArray()), path);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
