package dev.kassa.klarna.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as it is registered at Klarna; what Klarna leaves out is absent.
 *
 * @param status {@code ENABLED}, {@code DISABLED}, or another word that Klarna may find
 */
public record Webhook(
        String id,
        @Nullable String url,
        List<String> eventTypes,
        @Nullable String eventVersion,
        @Nullable String signingKeyId,
        @Nullable String status) {}
