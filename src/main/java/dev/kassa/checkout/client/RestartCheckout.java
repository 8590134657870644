package dev.kassa.checkout.client;

import dev.kassa.klarna.InteractionExpiry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is to be different in the next attempt; what is absent stays as it was. */
public record RestartCheckout(
        @Nullable Duration sessionTimeout, @Nullable InteractionExpiry interactionExpiry) {}
