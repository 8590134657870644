package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.EXPIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.checkout.Reason;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.sandbox.Operation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The six uses that Klarna's page on custom Payment Request expiry names, each lived through in virtual time. */
class ExpiryScenariosTest {

    /** Klarna's scenario, and the expiry that it suggests for it; the last is an instant, sent as a timestamp. */
    enum Scenario {
        AIRLINE_AND_TRAVEL_BOOKINGS(Duration.ofMinutes(15), "PT15M"),
        FLASH_SALES(Duration.ofMinutes(15), "PT15M"),
        IN_STORE_KIOSK(Duration.ofMinutes(30), "PT30M"),
        STANDARD_ONLINE_CHECKOUT(Duration.ofHours(1), "PT1H"),
        COMPLEX_PURCHASES(Duration.ofHours(24), "PT24H"),
        HARD_DEADLINE(Duration.ofHours(6), null);

        final Duration lifetime;
        private final String duration;

        Scenario(Duration lifetime, @Nullable String duration) {
            this.lifetime = lifetime;
            this.duration = duration == null ? "" : duration;
        }

        World.Change expiry() {
            return usual -> Inputs.with(
                    usual,
                    usual.sessionExpiresAt(),
                    Inputs.with(
                            usual.stepUp(),
                            duration.isEmpty()
                                    ? new InteractionExpiry(
                                            null,
                                            usual.createdAt().plus(lifetime).toString())
                                    : new InteractionExpiry(duration, null)),
                    usual.tellsMerchant());
        }

        /** One that does not end before Klarna's. */
        World.Change session() {
            return World.session(lifetime.plusHours(1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCustomerWhoPaysShortlyBeforeTheExpiryHasPaid(Scenario scenario) {
        try (var world = new World()) {
            var checkout = world.start(scenario.session(), scenario.expiry());
            assertThat(Duration.between(
                            checkout.input().createdAt(), checkout.atKlarna().expiresAt()))
                    .isBetween(scenario.lifetime, scenario.lifetime.plusSeconds(5));
            assertThat(checkout.now().paymentRequest())
                    .satisfies(seen -> assertThat(seen.expiresAt())
                            .isEqualTo(checkout.atKlarna().expiresAt()));

            world.pass(scenario.lifetime.minusMinutes(1));
            checkout.customer().approve();
            world.deliver();

            assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
            assertThat(world.sandbox.judgement().isClean()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void afterTheExpiryTheJourneyFailsAndARestartWithTheSameContextMayPay(Scenario scenario) {
        try (var world = new World()) {
            var first = world.start(scenario.session(), scenario.expiry());

            world.pass(scenario.lifetime.plusSeconds(10));
            var ended = first.end();
            assertThat(ended.status()).isEqualTo(EXPIRED);
            assertThat(ended.reason()).isEqualTo(Reason.INTERACTION_EXPIRED);
            assertThatThrownBy(() -> first.customer().approve()).isInstanceOf(IllegalStateException.class);
            assertThat(world.calls(Operation.CANCEL)).isEmpty();

            var second =
                    world.start(World.restartOf(first), World.session(Duration.ofMinutes(30)), World.expiry("PT15M"));
            assertThat(second.now().status()).isEqualTo(AWAITING_CUSTOMER);
            second.customer().approve();
            world.deliver();

            assertThat(second.end().status()).isEqualTo(AUTHORIZED);
            assertThat(second.now().amount()).isEqualTo(ended.amount());
            assertThat(world.transactions()).isEqualTo(1);
            assertThat(world.sandbox.judgement().isClean()).isTrue();
        }
    }

    /** The page's advice: where the session is as long as the request, nothing stays open after it. */
    @ParameterizedTest
    @EnumSource
    void whereTheSessionEndsWithTheRequestNothingStaysOpen(Scenario scenario) {
        try (var world = new World()) {
            var checkout = world.start(World.session(scenario.lifetime), scenario.expiry());

            world.pass(scenario.lifetime.plusMinutes(1));

            assertThat(checkout.end().reason()).isEqualTo(Reason.SESSION_TIMEOUT);
            assertThat(world.sandbox.judgement().isClean()).isTrue();
        }
    }
}
