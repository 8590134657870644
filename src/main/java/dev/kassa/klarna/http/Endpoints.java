package dev.kassa.klarna.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequestId;
import java.net.URI;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.UriUtils;

/** Klarna's methods and paths (klarna.md, section 2). */
final class Endpoints {
    private final String base;
    private final UpdateMethod updates;

    Endpoints(URI baseUrl, UpdateMethod updates) {
        var url = baseUrl.toString();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.updates = updates;
    }

    Endpoint authorize(PartnerAccountId account) {
        return new Endpoint(HttpMethod.POST, URI.create(ofAccount(account) + "/payment/authorize"));
    }

    Endpoint read(PartnerAccountId account, PaymentRequestId id) {
        return new Endpoint(HttpMethod.GET, paymentRequest(account, id));
    }

    Endpoint cancel(PartnerAccountId account, PaymentRequestId id) {
        return new Endpoint(HttpMethod.DELETE, paymentRequest(account, id));
    }

    Endpoint update(PartnerAccountId account, PaymentRequestId id) {
        return switch (updates) {
            case PATCH -> new Endpoint(HttpMethod.PATCH, paymentRequest(account, id));
            case PUT -> new Endpoint(HttpMethod.PUT, URI.create(base + requestPath(id)));
        };
    }

    private URI paymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return URI.create(ofAccount(account) + requestPath(id));
    }

    private String ofAccount(PartnerAccountId account) {
        return base + "/accounts/" + segment(account.value());
    }

    private static String requestPath(PaymentRequestId id) {
        return "/payment/requests/" + segment(id.value());
    }

    /** One path segment whatever the id holds; {@code :} becomes {@code %3A}, which Klarna takes as well. */
    private static String segment(String id) {
        if (id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException("an id at Klarna is never a dot segment");
        }
        return UriUtils.encode(id, UTF_8);
    }
}
