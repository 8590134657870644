package dev.kassa.merchant;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may start checkouts.
 *
 * @param id 1 to 64 of {@code [A-Za-z0-9._-]}; part of every checkout id, so it may never change
 * @param partnerAccountId Klarna's id of the account on whose behalf Klarna is called
 * @param apiKeysSha256 SHA-256 of each valid API key, as 64 hexadecimal digits; several, so that keys can be changed
 * @param returnUrlOrigins where customers may be sent back to: scheme, host and port, nothing else
 * @param notification where the merchant wants to be told, and how that is signed; absent where it does not
 */
public record Merchant(
        String id,
        String partnerAccountId,
        List<String> apiKeysSha256,
        List<String> returnUrlOrigins,
        @Nullable Receiver notification) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

    /** @throws IllegalArgumentException in words for whoever wrote the configuration */
    public Merchant {
        apiKeysSha256 = List.copyOf(apiKeysSha256);
        returnUrlOrigins = List.copyOf(returnUrlOrigins);
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a merchant's id must be 1 to 64 of [A-Za-z0-9._-]: '" + id + "'");
        }
        if (partnerAccountId.isBlank()) {
            throw wrong(id, "partner-account-id is missing");
        }
        if (apiKeysSha256.isEmpty()) {
            throw wrong(id, "api-keys-sha256 is missing: without a key nobody can call");
        }
        for (var hash : apiKeysSha256) {
            // A value that is no hash may be the key itself: it is not repeated here.
            if (!SHA256.matcher(hash).matches()) {
                throw wrong(id, "an entry of api-keys-sha256 is not 64 hexadecimal digits (printf %s KEY | sha256sum)");
            }
        }
        for (var origin : returnUrlOrigins) {
            requireOrigin(id, origin);
        }
    }

    private static void requireOrigin(String id, String text) {
        try {
            ReturnOrigin.configured(text);
        } catch (IllegalArgumentException wrong) {
            throw wrong(id, "return-url-origins: " + wrong.getMessage());
        }
    }

    private static IllegalArgumentException wrong(String id, String what) {
        return new IllegalArgumentException("merchant '" + id + "': " + what);
    }

    /** Whether a customer's browser may be sent there: https, or http on this machine, to an origin on the list. */
    public boolean allowsReturnTo(URI url) {
        return ReturnOrigin.of(url).filter(ReturnOrigin::isWeb).map(this::lists).orElse(false);
    }

    /** Whether a customer's app may be opened by that link: its scheme and host are on the list. */
    public boolean allowsAppReturnTo(URI link) {
        return ReturnOrigin.of(link)
                .filter(ReturnOrigin::isSafe)
                .map(this::lists)
                .orElse(false);
    }

    private boolean lists(ReturnOrigin origin) {
        return returnUrlOrigins.stream().map(ReturnOrigin::configured).anyMatch(origin::equals);
    }

    /** Names the merchant; neither accounts nor hashes are printed. */
    @Override
    public String toString() {
        return "merchant " + id;
    }
}
