package dev.kassa.klarna.http;

/** A signing key that Klarna has just made. Its secret is shown this once, and printed by nothing here. */
public final class NewSigningKey {
    private final SigningKey key;
    private final String secret;

    NewSigningKey(SigningKey key, String secret) {
        this.key = key;
        this.secret = secret;
    }

    public SigningKey key() {
        return key;
    }

    /** The secret itself; its UTF-8 bytes sign, undecoded (Klarna docs: Register Webhooks). */
    public String reveal() {
        return secret;
    }

    @Override
    public String toString() {
        return key.toString();
    }
}
