package dev.kassa.checkout.workflow;

import org.jspecify.annotations.Nullable;

/** A merchant's wish to cancel; the reason is the merchant's own, for people to read. */
public record CancelRequest(@Nullable String reason) {}
