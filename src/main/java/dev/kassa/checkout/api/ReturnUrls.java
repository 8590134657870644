package dev.kassa.checkout.api;

import dev.kassa.merchant.Merchant;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where customers may be sent back to. */
final class ReturnUrls {
    /** Klarna's placeholders that may stand in a link which goes to Klarna; a token's may not. */
    private static final List<String> PLACEHOLDERS = List.of(
            "{klarna.payment_request.id}",
            "{klarna.payment_request.state}",
            "{klarna.payment_request.payment_request_reference}");

    private ReturnUrls() {}

    /** What is wrong with a return URL; nothing where Kassa may redirect to it. */
    static @Nullable String fault(String url, Merchant merchant) {
        var uri = parse(url);
        if (uri == null || !uri.isAbsolute() || uri.getHost() == null) {
            return "must be an absolute URL";
        }
        return merchant.allowsReturnTo(uri)
                ? null
                : "must be https (http only for loopback) and of an origin on the merchant's allow-list";
    }

    /** What is wrong with an app's return URL; nothing where it may go to Klarna. */
    static @Nullable String appFault(String link, Merchant merchant) {
        var filled = link;
        for (var placeholder : PLACEHOLDERS) {
            filled = filled.replace(placeholder, "x");
        }
        var uri = parse(filled);
        if (uri == null || !uri.isAbsolute() || uri.getHost() == null) {
            return "must be an absolute link with a host, and with no other placeholders than " + PLACEHOLDERS;
        }
        return merchant.allowsAppReturnTo(uri) ? null : "its scheme and host must be on the merchant's allow-list";
    }

    private static @Nullable URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException _) {
            return null;
        }
    }
}
