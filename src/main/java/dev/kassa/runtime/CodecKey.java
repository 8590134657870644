package dev.kassa.runtime;

import dev.kassa.secret.Secret;
import java.util.Map;

/**
 * The codec's key of the embedded profile, where none is configured. It shows all: what runs here is nobody's data.
 *
 * @param key made at this start
 * @param properties the key as {@code kassa.codec}
 */
record CodecKey(Secret key, Map<String, Object> properties) {
    /** Whom the key is for: the UI that {@code temporal/dev-server} starts. */
    static final String DEV_SERVER_UI = "http://127.0.0.1:8233";

    static CodecKey make() {
        String key = RandomKeys.named("kassa_codec_");
        return new CodecKey(Secret.of(key), Map.of("kassa.codec.full-view-api-keys-sha256[0]", RandomKeys.sha256(key)));
    }
}
