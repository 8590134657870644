package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.KassaApplication;
import dev.kassa.demo.Backstage;
import dev.kassa.demo.DemoShop;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** A service as it is deployed, without the embedded profile: nobody finds a shop there, nor a switch for its workers. */
@SpringBootTest(
        classes = KassaApplication.class,
        useMainMethod = UseMainMethod.ALWAYS,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "kassa.roles=api",
            // Nobody is there, and nobody is needed.
            "spring.temporal.connection.target=127.0.0.1:1",
            "kassa.public-url=http://127.0.0.1:8080",
            "kassa.klarna.base-url=http://127.0.0.1:1/v2",
            "kassa.klarna.api-key=klarna_test_api_nobody",
            "kassa.klarna.signing-keys[0].id=krn:key",
            "kassa.klarna.signing-keys[0].key=nobodys-key",
            "kassa.merchants[0].id=acme",
            "kassa.merchants[0].partner-account-id=krn:partner:global:account:test:HGBY07TR",
            "kassa.merchants[0].api-keys-sha256[0]=ec7fcaf70847b838abaf67f5aaa7a4c735de7008a5d1644091bbe09290274110",
            "kassa.merchants[0].return-url-origins[0]=https://shop.example",
            "kassa.encryption.keys[0].id=sample",
            "kassa.encryption.keys[0].key=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
        })
@Execution(ExecutionMode.CONCURRENT)
@Timeout(60)
class NoDemoIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "GET, /?checkout_id=chk_1",
        "GET, /demo/order",
        "GET, /demo/shop.js",
        "GET, /demo/base.css",
        "GET, /demo/index.html",
        "GET, /index.html",
        "GET, /demo/switches",
        "PUT, /demo/switches/worker",
        "PUT, /demo/switches/klarna",
        "POST, /demo/checkouts",
        "GET, /demo/checkouts/chk_4f2k4f2k4f2k4f2k4f2k4f2k4f/events",
        "POST, /demo/checkouts/chk_4f2k4f2k4f2k4f2k4f2k4f2k4f/cancel",
        "POST, /demo/notifications"
    })
    void nothingOfTheDemoIsThere(String method, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"))
                .build();
        assertThat(HTTP.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(404);
    }

    @Test
    void nobodyIsThereWhoCouldServeIt() {
        assertThat(context.getBeanNamesForType(DemoShop.class)).isEmpty();
        assertThat(context.getBeanNamesForType(Backstage.class)).isEmpty();
        assertThat(context.getBeanNamesForType(StoppableWorkers.class)).isEmpty();
    }
}
