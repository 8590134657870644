package dev.kassa.operations.codec;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code kassa.codec} (contract, section 6).
 *
 * @param apiKeysSha256 SHA-256 in hex of each key that sees customers' data masked
 * @param fullViewApiKeysSha256 of each key that sees all of it
 * @param allowedOrigin the one origin whose pages may call the endpoint, that of Temporal's UI; absent for none
 */
public record CodecSettings(
        List<String> apiKeysSha256,
        List<String> fullViewApiKeysSha256,
        @Nullable URI allowedOrigin) {}
