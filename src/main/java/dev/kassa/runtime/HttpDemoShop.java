package dev.kassa.runtime;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.kassa.demo.DemoCheckout;
import dev.kassa.demo.DemoShop;
import dev.kassa.secret.Secret;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.node.MissingNode;

/** The demo's shop as any shop would be built: a client of the public API, with the demo merchant's key. */
final class HttpDemoShop implements DemoShop {
    /** The API answers within 15 s, whatever happens (contract, section 3). */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(16);

    private final RestClient kassa;
    private final String returnUrl;
    private final Secret notificationSecret;

    /**
     * @param self where this service is reached from this machine
     * @param publicUrl where browsers come back to
     */
    HttpDemoShop(String self, String publicUrl, DemoMerchant merchant) {
        var requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
        requests.setReadTimeout(LONGEST_ANSWER);
        this.kassa = RestClient.builder()
                .baseUrl(self)
                .requestFactory(requests)
                .defaultHeaders(
                        headers -> headers.setBearerAuth(merchant.apiKey().reveal()))
                .build();
        this.returnUrl = publicUrl + "/demo/order";
        this.notificationSecret = merchant.notificationSecret();
    }

    @Override
    public DemoCheckout startCheckout(Purchase purchase) {
        try {
            return view(kassa.post()
                    .uri("/v1/checkouts")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(order(purchase))
                    .retrieve()
                    .body(Found.class));
        } catch (RestClientException failure) {
            throw new ShopClosedException(failure);
        }
    }

    private Map<String, Object> order(Purchase purchase) {
        Map<String, Object> bought = new LinkedHashMap<>();
        bought.put("purchase_reference", purchase.reference());
        bought.put(
                "line_items",
                purchase.lineItems().stream().map(HttpDemoShop::line).toList());
        purchase.delivery().ifPresent(recipient -> bought.put("shipping", List.of(shipping(recipient))));
        return Map.of(
                "reference",
                purchase.reference(),
                "amount",
                purchase.lineItems().stream().mapToInt(LineItem::totalAmount).sum(),
                "currency",
                "EUR",
                "return_url",
                returnUrl,
                "session_timeout",
                purchase.sessionTimeout().toString(),
                "supplementary_purchase_data",
                bought);
    }

    private static Map<String, Object> line(LineItem item) {
        return Map.of(
                "name", item.name(),
                "quantity", item.quantity(),
                "unit_price", item.unitPrice(),
                "total_amount", item.totalAmount(),
                "total_tax_amount", item.totalTaxAmount());
    }

    private static Map<String, Object> shipping(Recipient recipient) {
        var name = recipient.name().strip();
        int gap = name.lastIndexOf(' ');
        return Map.of(
                "recipient",
                Map.of(
                        "given_name", gap < 0 ? name : name.substring(0, gap),
                        "family_name", name.substring(gap + 1),
                        "email", recipient.email()),
                "address",
                Map.of(
                        "street_address", recipient.street(),
                        "postal_code", recipient.postalCode(),
                        "city", recipient.city(),
                        "country", "SE"));
    }

    @Override
    public Optional<DemoCheckout> status(String checkoutId) {
        try {
            return Optional.of(view(
                    kassa.get().uri("/v1/checkouts/{id}", checkoutId).retrieve().body(Found.class)));
        } catch (HttpClientErrorException.NotFound _) {
            return Optional.empty();
        } catch (RestClientException failure) {
            throw new ShopClosedException(failure);
        }
    }

    @Override
    public Answer cancel(String checkoutId) {
        return asked(checkoutId, "cancel");
    }

    @Override
    public Answer restart(String checkoutId) {
        return asked(checkoutId, "restart");
    }

    private Answer asked(String checkoutId, String what) {
        try {
            return kassa.post()
                    .uri("/v1/checkouts/{id}/{what}", checkoutId, what)
                    .exchangeForRequiredValue((_, answer) -> {
                        var json = Objects.requireNonNullElse(answer.bodyTo(JsonNode.class), MissingNode.getInstance());
                        var problem = json.path("type").asString("");
                        return new Answer(
                                answer.getStatusCode().value(),
                                problem.isEmpty()
                                        ? json.path("status").asString("")
                                        : problem.substring(problem.lastIndexOf('/') + 1));
                    });
        } catch (RestClientException failure) {
            throw new ShopClosedException(failure);
        }
    }

    @Override
    public boolean isSigned(Map<String, String> headers, String body) {
        var many = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
        try {
            new Webhook(notificationSecret.reveal()).verify(body, many);
            return true;
        } catch (WebhookVerificationException _) {
            return false;
        }
    }

    private static DemoCheckout view(@Nullable Found answer) {
        if (answer == null) {
            throw new ShopClosedException(new IllegalStateException("an answer without a body"));
        }
        var request = answer.paymentRequest();
        return new DemoCheckout(
                answer.checkoutId(),
                answer.reference(),
                answer.status(),
                answer.attempt(),
                answer.amount(),
                answer.currency(),
                answer.sessionExpiresAt(),
                request == null ? null : request.paymentRequestUrl(),
                answer.reason());
    }

    /** As much of the API's answer as a shop wants. */
    @JsonNaming(SnakeCaseStrategy.class)
    private record Found(
            String checkoutId,
            String reference,
            String status,
            int attempt,
            long amount,
            String currency,
            Instant sessionExpiresAt,
            @Nullable PaymentRequest paymentRequest,
            @Nullable String reason) {}

    @JsonNaming(SnakeCaseStrategy.class)
    private record PaymentRequest(@Nullable String paymentRequestUrl) {}
}
