package dev.kassa.klarna.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.webhook.Verification.Rejected;
import dev.kassa.klarna.webhook.Verification.Rejection;
import dev.kassa.klarna.webhook.Verification.Verified;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges a delivery: first the signature over the raw bytes, and only where it is right what they say.
 *
 * <p>No time is signed, so a replay passes; those who act on a notification do so idempotently.
 */
public final class WebhookVerifier {
    /** The largest body that is looked at, in bytes (contract, section 3). */
    public static final int LARGEST_BODY = 64 * 1024;

    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");

    private final SigningKeys keys;
    private final Environment environment;
    private final @Nullable PartnerAccountId recipientAccount;
    private final Predicate<PartnerAccountId> isMerchantsAccount;

    /**
     * @param environment notifications of the other one are refused
     * @param recipientAccount our own account; absent to accept any
     * @param isMerchantsAccount asked at every delivery, because merchants come and go
     */
    public WebhookVerifier(
            SigningKeys keys,
            Environment environment,
            @Nullable PartnerAccountId recipientAccount,
            Predicate<PartnerAccountId> isMerchantsAccount) {
        this.keys = keys;
        this.environment = environment;
        this.recipientAccount = recipientAccount;
        this.isMerchantsAccount = isMerchantsAccount;
    }

    /**
     * What is wrong already by the size that was announced and the headers, so that the body need not be read; absent
     * where only the body can tell. Whatever is refused here {@link #verify} would refuse too.
     *
     * @param length in bytes; -1 where none was announced
     */
    @Nullable
    Rejected refuseUnread(long length, @Nullable String signature, @Nullable String signingKeyId) {
        if (length > LARGEST_BODY) {
            return new Rejected(Rejection.TOO_LARGE);
        }
        if (signature == null || signature.isBlank() || signingKeyId == null || signingKeyId.isBlank()) {
            return new Rejected(Rejection.SIGNATURE_MISSING);
        }
        if (!keys.has(signingKeyId)) {
            return new Rejected(Rejection.KEY_UNKNOWN);
        }
        return SIGNATURE.matcher(signature).matches() ? null : new Rejected(Rejection.SIGNATURE_WRONG);
    }

    /**
     * Judges the body as it came, byte for byte.
     *
     * @param signature the header {@code Klarna-Signature}: lowercase hex, as Klarna documents it, and nothing else
     * @param signingKeyId the header {@code Klarna-Signing-Key-Id}
     */
    public Verification verify(byte[] body, @Nullable String signature, @Nullable String signingKeyId) {
        if (body.length > LARGEST_BODY) {
            return new Rejected(Rejection.TOO_LARGE);
        }
        if (signature == null || signature.isBlank() || signingKeyId == null || signingKeyId.isBlank()) {
            return new Rejected(Rejection.SIGNATURE_MISSING);
        }
        var hmac = keys.sign(signingKeyId, body);
        if (hmac == null) {
            return new Rejected(Rejection.KEY_UNKNOWN);
        }
        var expected = HexFormat.of().formatHex(hmac).getBytes(US_ASCII);
        // In constant time: how far a forged signature was right must not show.
        if (!MessageDigest.isEqual(expected, signature.getBytes(UTF_8))) {
            return new Rejected(Rejection.SIGNATURE_WRONG);
        }
        return judge(NotificationJson.read(body));
    }

    private Verification judge(@Nullable NotificationJson event) {
        if (event == null) {
            return new Rejected(Rejection.UNREADABLE);
        }
        if (event.environment() != environment) {
            return new Rejected(Rejection.OTHER_ENVIRONMENT);
        }
        if (recipientAccount != null && !recipientAccount.equals(event.recipientAccount())) {
            return new Rejected(Rejection.OTHER_RECIPIENT);
        }
        if (!isMerchantsAccount.test(event.notification().subjectAccount())) {
            return new Rejected(Rejection.UNKNOWN_ACCOUNT);
        }
        return new Verified(event.notification());
    }

    /** The id as a metric's tag: what a stranger sends must not make new series. */
    String tagOf(@Nullable String signingKeyId) {
        if (signingKeyId == null || signingKeyId.isBlank()) {
            return "none";
        }
        return keys.has(signingKeyId) ? signingKeyId : "unknown";
    }
}
