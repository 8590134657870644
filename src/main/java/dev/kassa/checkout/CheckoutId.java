package dev.kassa.checkout;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a checkout and its workflow; derived from merchant and reference, so that nothing has to be looked up.
 *
 * <p>{@code chk_} and 52 characters of {@code [a-z2-7]}.
 */
public record CheckoutId(@JsonValue String value) {
    private static final Pattern FORMAT = Pattern.compile("chk_[0-9a-z]{26,64}");
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CheckoutId {
        if (!FORMAT.matcher(value).matches()) {
            throw new IllegalArgumentException("not a checkout id");
        }
    }

    /** The one checkout of a merchant's reference; each part goes in with its length, so that no two pairs collide. */
    public static CheckoutId of(MerchantId merchant, String reference) {
        var sha256 = sha256();
        for (var part : new byte[][] {merchant.value().getBytes(UTF_8), reference.getBytes(UTF_8)}) {
            sha256.update(ByteBuffer.allocate(4).putInt(part.length).flip());
            sha256.update(part);
        }
        return new CheckoutId("chk_" + base32(sha256.digest()));
    }

    /** The id in a text from outside; empty where the text cannot be one. */
    public static Optional<CheckoutId> parse(String text) {
        return FORMAT.matcher(text).matches() ? Optional.of(new CheckoutId(text)) : Optional.empty();
    }

    private static String base32(byte[] bytes) {
        var text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte next : bytes) {
            buffer = (buffer << 8) | (next & 0xff);
            for (bits += 8; bits >= 5; bits -= 5) {
                text.append(BASE32.charAt((buffer >> (bits - 5)) & 31));
            }
        }
        return bits == 0
                ? text.toString()
                : text.append(BASE32.charAt((buffer << (5 - bits)) & 31)).toString();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
