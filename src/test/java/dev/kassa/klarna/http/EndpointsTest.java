package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.PartnerAccountId;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointsTest {
    @ParameterizedTest
    @ValueSource(strings = {"https://klarna.example/v2", "https://klarna.example/v2/"})
    void aBaseUrlMayEndWithASlash(String baseUrl) {
        var endpoints = new Endpoints(URI.create(baseUrl), UpdateMethod.PATCH);

        assertThat(endpoints.authorize(new PartnerAccountId("acme")).uri())
                .hasToString("https://klarna.example/v2/accounts/acme/payment/authorize");
    }
}
