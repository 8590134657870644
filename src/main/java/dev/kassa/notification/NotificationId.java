package dev.kassa.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantEvent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Names a notification; the one place that knows the format of its workflow's id, and what comes before what. */
record NotificationId(CheckoutId checkoutId, int attempt, MerchantEvent.Type type) {
    private static final int WEBHOOK_ID_BYTES = 16;

    String workflowId() {
        return checkoutId + "-" + attempt + "-" + type.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The same in every try and after every crash, without a full stop as Standard Webhooks asks.
     *
     * @param createdAt of the checkout's attempt: a reference that is used again after Temporal has forgotten it is news
     * @param particular what tells it from another of the same type, which then is news too; mostly nothing
     */
    String webhookId(Instant createdAt, String particular) {
        var what = workflowId() + "|" + createdAt + (particular.isEmpty() ? "" : "|" + particular);
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(what.getBytes(UTF_8));
            return "msg_" + HexFormat.of().formatHex(hash, 0, WEBHOOK_ID_BYTES);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    /** Every notification that such an attempt can have, in their order. */
    static List<NotificationId> ofAttempt(CheckoutId checkoutId, int attempt) {
        return Arrays.stream(MerchantEvent.Type.values())
                .sorted(Comparator.comparingInt(NotificationId::place))
                .map(type -> new NotificationId(checkoutId, attempt, type))
                .toList();
    }

    /** What may have to be delivered before: of this attempt, and of each one before it, the nearest first. */
    List<List<NotificationId>> earlier(int attemptsBack) {
        var earlier = new ArrayList<List<NotificationId>>();
        earlier.add(ofAttempt(checkoutId, attempt).stream()
                .filter(other -> place(other.type) < place(type))
                .toList());
        for (int before = attempt - 1; before >= Math.max(1, attempt - attemptsBack); before--) {
            earlier.add(ofAttempt(checkoutId, before));
        }
        return earlier;
    }

    /** An end comes after the doubt and before what turns up late; of the ends an attempt has one. */
    private static int place(MerchantEvent.Type type) {
        return switch (type) {
            case UNCONFIRMED -> 0;
            case AUTHORIZED, DECLINED, EXPIRED, CANCELED, FAILED -> 1;
            case LATE_COMPLETION -> 2;
        };
    }
}
