package dev.kassa.checkout.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.client.ListPosition;
import dev.kassa.merchant.Merchant;
import dev.kassa.secret.PageKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Page tokens: a place in a list and the proof that it was told to this merchant, for this very list. */
final class PageTokens {
    private static final Pattern TOKEN = Pattern.compile("([A-Za-z0-9_-]{1,200})\\.([A-Za-z0-9_-]{1,64})");
    private static final Pattern PLACE = Pattern.compile("(-?[0-9]{1,12})\\.([0-9]{1,9})\\.(.{1,100})");

    private final PageKey key;

    PageTokens(PageKey key) {
        this.key = key;
    }

    String of(Merchant merchant, @Nullable CheckoutStatus status, ListPosition position) {
        var at = position.startedAt();
        var place = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((at.getEpochSecond() + "." + at.getNano() + "." + position.runId()).getBytes(UTF_8));
        return place + "." + key.of(merchant.id(), list(status), place);
    }

    /** The place; empty where the token was altered, or told to another merchant or for another list. */
    Optional<ListPosition> position(Merchant merchant, @Nullable CheckoutStatus status, String token) {
        var parts = TOKEN.matcher(token);
        // The proof is of the text: Base64 has more than one for the same bytes.
        if (!parts.matches() || !key.fits(parts.group(2), merchant.id(), list(status), parts.group(1))) {
            return Optional.empty();
        }
        try {
            return read(new String(Base64.getUrlDecoder().decode(parts.group(1)), UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<ListPosition> read(String place) {
        var parts = PLACE.matcher(place);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            var startedAt = Instant.ofEpochSecond(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
            return Optional.of(new ListPosition(startedAt, parts.group(3)));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static String list(@Nullable CheckoutStatus status) {
        return status == null ? "" : status.name();
    }
}
