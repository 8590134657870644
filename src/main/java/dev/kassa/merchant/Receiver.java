package dev.kassa.merchant;

import dev.kassa.secret.Secret;
import java.net.URI;
import java.util.Base64;

/**
 * Where a merchant is told what happened, and the secret by which that is signed.
 *
 * @param url http or https, without user and fragment; whether http and private addresses are allowed is another's to say
 * @param secret {@code whsec_} and base64 of 24 to 64 bytes (Standard Webhooks, "Secret generation")
 */
public record Receiver(URI url, Secret secret) {
    private static final String PREFIX = "whsec_";
    private static final int SHORTEST = 24;
    private static final int LONGEST = 64;

    /** @throws IllegalArgumentException in words for whoever wrote the configuration, without the secret */
    public Receiver {
        if (!isWeb(url)) {
            throw new IllegalArgumentException("url must be an http(s) URL with a host, without user and fragment");
        }
        if (!isSecret(secret)) {
            throw new IllegalArgumentException("secret must be whsec_ and base64 of 24 to 64 bytes");
        }
    }

    /** Whether that can be a receiver's URL; user and password in it would be sent in the clear, and logged by many. */
    public static boolean isWeb(URI url) {
        var scheme = url.getScheme();
        return ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawFragment() == null;
    }

    /** Whether that can be a secret of Standard Webhooks. */
    public static boolean isSecret(Secret secret) {
        var text = secret.reveal();
        if (!text.startsWith(PREFIX)) {
            return false;
        }
        try {
            int length = Base64.getDecoder().decode(text.substring(PREFIX.length())).length;
            return length >= SHORTEST && length <= LONGEST;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Names the host alone: a path or a query may be meant as a secret. */
    @Override
    public String toString() {
        return "receiver at " + url.getHost();
    }
}
