package dev.kassa.runtime;

import dev.kassa.demo.DemoCheckout;
import dev.kassa.demo.DemoShop;
import dev.kassa.secret.Secret;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** The demo's shop as any shop would be built: a client of the public API, with the demo merchant's key. */
final class HttpDemoShop implements DemoShop {
    /** The API answers within 15 s, whatever happens (contract, section 3). */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(16);

    private final RestClient kassa;
    private final String returnUrl;

    /**
     * @param self where this service is reached from this machine
     * @param publicUrl where browsers come back to
     */
    HttpDemoShop(String self, String publicUrl, Secret apiKey) {
        var requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        requests.setReadTimeout(LONGEST_ANSWER);
        this.kassa = RestClient.builder()
                .baseUrl(self)
                .requestFactory(requests)
                .defaultHeaders(headers -> headers.setBearerAuth(apiKey.reveal()))
                .build();
        this.returnUrl = publicUrl + "/";
    }

    @Override
    public DemoCheckout startCheckout(Duration sessionTimeout) {
        String reference = RandomKeys.named("demo-");
        Map<String, Object> helmets = Map.of(
                "name", "Cycling helmet",
                "quantity", 2,
                "unit_price", 5918,
                "total_amount", 11836,
                "total_tax_amount", 2367);
        Map<String, Object> order = Map.of(
                "reference",
                reference,
                "amount",
                11836,
                "currency",
                "EUR",
                "return_url",
                returnUrl,
                "session_timeout",
                sessionTimeout.toString(),
                "supplementary_purchase_data",
                Map.of("purchase_reference", reference, "line_items", List.of(helmets)));
        try {
            return view(kassa.post()
                    .uri("/v1/checkouts")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(order)
                    .retrieve()
                    .body(Answer.class));
        } catch (RestClientException failure) {
            throw new ShopClosedException(failure);
        }
    }

    @Override
    public Optional<DemoCheckout> status(String checkoutId) {
        try {
            return Optional.of(view(
                    kassa.get().uri("/v1/checkouts/{id}", checkoutId).retrieve().body(Answer.class)));
        } catch (HttpClientErrorException.NotFound _) {
            return Optional.empty();
        } catch (RestClientException failure) {
            throw new ShopClosedException(failure);
        }
    }

    private static DemoCheckout view(@Nullable Answer answer) {
        if (answer == null) {
            throw new ShopClosedException(new IllegalStateException("an answer without a body"));
        }
        var request = answer.paymentRequest();
        return new DemoCheckout(
                answer.checkoutId(),
                answer.reference(),
                answer.status(),
                answer.amount(),
                answer.currency(),
                answer.sessionExpiresAt(),
                request == null ? null : request.paymentRequestUrl(),
                answer.reason());
    }

    /** As much of the API's answer as a shop wants. */
    @JsonNaming(SnakeCaseStrategy.class)
    private record Answer(
            String checkoutId,
            String reference,
            String status,
            long amount,
            String currency,
            Instant sessionExpiresAt,
            @Nullable PaymentRequest paymentRequest,
            @Nullable String reason) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record PaymentRequest(@Nullable String paymentRequestUrl) {}
}
