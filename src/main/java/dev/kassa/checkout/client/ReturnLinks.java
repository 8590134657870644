package dev.kassa.checkout.client;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.secret.ReturnKey;
import java.net.URI;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The return URL that Kassa gives to Klarna as its own, and its {@code k}: the attempt, a dot, and a keyed hash of
 * checkout and attempt. With the attempt in it a stranger's {@code k} is refused before anything is looked up.
 */
public final class ReturnLinks {
    /** Klarna's placeholders for id, state and reference. Never the token's: a secret does not belong in a URL. */
    private static final String PLACEHOLDERS = "&payment_request_id={klarna.payment_request.id}"
            + "&state={klarna.payment_request.state}"
            + "&reference={klarna.payment_request.payment_request_reference}";

    private static final Pattern K = Pattern.compile("([1-9][0-9]{0,8})\\.([A-Za-z0-9_-]{1,128})");

    private final String base;
    private final ReturnKey key;

    /** @param publicUrl where Klarna and browsers reach this service, {@code kassa.public-url} */
    public ReturnLinks(URI publicUrl, ReturnKey key) {
        this.base = publicUrl.toString().replaceAll("/+$", "") + "/v1/return/";
        this.key = key;
    }

    String of(CheckoutId id, int attempt) {
        return base + id + "?k=" + attempt + "." + key.of(id.value(), attempt) + PLACEHOLDERS;
    }

    /** The attempt that {@code k} was made for; empty where it was not made here for that checkout. */
    public OptionalInt attempt(CheckoutId id, String k) {
        var parts = K.matcher(k);
        if (!parts.matches()) {
            return OptionalInt.empty();
        }
        int attempt = Integer.parseInt(parts.group(1));
        return key.fits(parts.group(2), id.value(), attempt) ? OptionalInt.of(attempt) : OptionalInt.empty();
    }
}
