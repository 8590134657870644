package dev.kassa.klarna.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequestId;
import java.net.URI;
import org.springframework.web.util.UriUtils;

/** Klarna's paths (klarna.md, section 2). */
final class Endpoints {
    private final String base;

    Endpoints(URI baseUrl) {
        var url = baseUrl.toString();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    URI authorize(PartnerAccountId account) {
        return URI.create(base + "/accounts/" + segment(account.value()) + "/payment/authorize");
    }

    URI paymentRequest(PartnerAccountId account, PaymentRequestId id) {
        return URI.create(base + "/accounts/" + segment(account.value()) + "/payment/requests/" + segment(id.value()));
    }

    /** One path segment whatever the id holds; {@code :} becomes {@code %3A}, which Klarna takes as well. */
    private static String segment(String id) {
        if (id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException("an id at Klarna is never a dot segment");
        }
        return UriUtils.encode(id, UTF_8);
    }
}
