package dev.kassa.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * A configured secret, such as an API key or a signing key, that no log, error or JSON can show by accident.
 *
 * <p>Only {@link #reveal()} gives the value. Writing it as JSON is an error and not a mask: a mask in a payload would
 * be found only when somebody needs the value.
 */
public final class Secret {
    private static final String MASK = "***";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** The secret with this value; Spring binds a property to it through this method. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The value itself: for the header, signature or key that is made of it, and for nothing that is kept. */
    public String reveal() {
        return value;
    }

    /** Whether there is nothing in it but blanks. */
    public boolean isBlank() {
        return value.isBlank();
    }

    @JsonValue
    @SuppressWarnings("DoNotCallSuggester") // Jackson calls it.
    String neverAsJson() {
        throw new IllegalStateException("A secret is not written as JSON.");
    }

    /** Equal values; compared in constant time. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(value.getBytes(UTF_8), that.value.getBytes(UTF_8));
    }

    /** The same for all secrets: a hash of a short secret would give it away. */
    @Override
    public int hashCode() {
        return MASK.hashCode();
    }

    @Override
    public String toString() {
        return MASK;
    }
}
