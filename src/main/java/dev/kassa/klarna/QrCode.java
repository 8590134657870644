package dev.kassa.klarna;

import org.jspecify.annotations.Nullable;

/** What a QR_CODE step-up shows to the customer: the picture, and where it leads. */
public record QrCode(@Nullable String imageUrl, @Nullable String targetUrl) {}
