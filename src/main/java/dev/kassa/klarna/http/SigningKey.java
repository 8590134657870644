package dev.kassa.klarna.http;

import org.jspecify.annotations.Nullable;

/**
 * A signing key at Klarna, as it can be listed: without its secret.
 *
 * @param createdAt as Klarna writes it
 */
public record SigningKey(String id, @Nullable String createdAt) {}
