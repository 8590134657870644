package dev.kassa.klarna.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes forged deliveries out of a genuine one, in every way that somebody without the key could. Repeatable by seed. */
final class Forger {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Random random;
    private final byte[] genuine = Samples.completed();

    Forger(long seed) {
        this.random = new Random(seed);
    }

    /** What comes over the wire. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Delivery(
            byte[] body,
            @Nullable String signature,
            @Nullable String keyId) {}

    static Delivery genuine() {
        return new Delivery(Samples.completed(), Samples.SIGNATURE, Samples.KEY_ID);
    }

    Way anyWay() {
        return Way.values()[random.nextInt(Way.values().length)];
    }

    /** A forgery: never what Klarna sent. */
    Delivery forged(Way way) {
        return switch (way) {
            case BIT_FLIPPED_IN_THE_BODY -> signedAsBefore(flipped(genuine));
            case BIT_FLIPPED_IN_THE_SIGNATURE ->
                new Delivery(genuine, latin1(flipped(Samples.SIGNATURE.getBytes(UTF_8))), Samples.KEY_ID);
            case BIT_FLIPPED_IN_THE_KEY_ID ->
                new Delivery(genuine, Samples.SIGNATURE, latin1(flipped(Samples.KEY_ID.getBytes(UTF_8))));
            case TRUNCATED -> signedAsBefore(Arrays.copyOf(genuine, random.nextInt(genuine.length)));
            case LENGTHENED -> signedAsBefore(Arrays.copyOf(genuine, genuine.length + 1 + random.nextInt(100)));
            case SERIALISED_AGAIN -> signedAsBefore(serialisedAgain());
            case SIGNED_BY_ANOTHER_KEY_OF_OURS -> new Delivery(genuine, Samples.SIGNATURE, Samples.OTHER_KEY_ID);
            case SIGNED_BY_A_STRANGERS_KEY -> new Delivery(genuine, strangersSignature(genuine), Samples.KEY_ID);
            case UNSIGNED ->
                random.nextBoolean()
                        ? new Delivery(genuine, null, Samples.KEY_ID)
                        : new Delivery(genuine, Samples.SIGNATURE, null);
            case REPLAYED_TO_ANOTHER_CHECKOUT ->
                signedAsBefore(replaced("krn:payment:eu1:request:", "krn:payment:eu1:request:" + random.nextInt(10)));
            case OF_ANOTHER_ACCOUNT -> signedAsBefore(replaced("SUBPART1", "SUBPART" + (2 + random.nextInt(8))));
            case OF_ANOTHER_ACCOUNT_AND_SIGNED -> signed(replaced("SUBPART1", "SUBPART" + (2 + random.nextInt(8))));
            case OF_THE_OTHER_ENVIRONMENT_AND_SIGNED -> signed(otherEnvironment());
            case RANDOM_SIGNATURE -> new Delivery(genuine, randomHex(), Samples.KEY_ID);
        };
    }

    private Delivery signedAsBefore(byte[] body) {
        return new Delivery(body, Samples.SIGNATURE, Samples.KEY_ID);
    }

    private static Delivery signed(byte[] body) {
        return new Delivery(body, Samples.sign(body), Samples.KEY_ID);
    }

    private byte[] flipped(byte[] bytes) {
        var changed = bytes.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(7));
        return changed;
    }

    private byte[] serialisedAgain() {
        var again = random.nextBoolean()
                ? JSON.writeValueAsBytes(JSON.readTree(genuine))
                : JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(JSON.readTree(genuine));
        // Where the sample is written as we write, one more blank makes the difference.
        return Arrays.equals(again, genuine) ? (new String(again, UTF_8) + " ").getBytes(UTF_8) : again;
    }

    private byte[] otherEnvironment() {
        var event = (ObjectNode) JSON.readTree(genuine);
        var metadata = (ObjectNode) event.get("metadata");
        metadata.put("live", !metadata.get("live").booleanValue());
        return JSON.writeValueAsBytes(event);
    }

    private byte[] replaced(String text, String by) {
        var whole = new String(genuine, UTF_8);
        if (!whole.contains(text)) {
            throw new IllegalStateException("the sample has no " + text);
        }
        return whole.replace(text, by).getBytes(UTF_8);
    }

    private String strangersSignature(byte[] body) {
        var key = "stranger-" + random.nextInt();
        var keys = SigningKeys.of(Map.of("x", key));
        return HexFormat.of().formatHex(Objects.requireNonNull(keys.sign("x", body)));
    }

    private String randomHex() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** How a forgery differs. */
    enum Way {
        BIT_FLIPPED_IN_THE_BODY,
        BIT_FLIPPED_IN_THE_SIGNATURE,
        BIT_FLIPPED_IN_THE_KEY_ID,
        TRUNCATED,
        LENGTHENED,
        SERIALISED_AGAIN,
        SIGNED_BY_ANOTHER_KEY_OF_OURS,
        SIGNED_BY_A_STRANGERS_KEY,
        UNSIGNED,
        REPLAYED_TO_ANOTHER_CHECKOUT,
        OF_ANOTHER_ACCOUNT,
        OF_ANOTHER_ACCOUNT_AND_SIGNED,
        OF_THE_OTHER_ENVIRONMENT_AND_SIGNED,
        RANDOM_SIGNATURE
    }
}
