package dev.kassa.runtime;

import static java.time.format.DateTimeFormatter.ISO_OFFSET_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The six uses of Klarna's page on custom expiry as a merchant writes them; what follows an expiry is shown in virtual time. */
class ExpiryScenariosIT extends Journeys {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "airline and travel bookings, PT15M",
        "flash sales, PT15M",
        "in-store kiosk, PT30M",
        "standard online checkout, PT1H",
        "complex purchases, PT24H"
    })
    void aDurationIsCountedFromKlarnasCreation(String scenario, Duration lifetime) {
        assertPays(
                order.withExpiry("duration", lifetime.toString()), Instant.now().plus(lifetime));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"event tickets and auctions, Z", "a deadline in another zone, +02:00"})
    void aHardDeadlineIsTheInstantItNames(String scenario, ZoneOffset zone) {
        var deadline = Instant.now().plus(6, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);

        var expiresAt = assertPays(
                order.withExpiry("timestamp", ISO_OFFSET_DATE_TIME.format(deadline.atOffset(zone))), deadline);

        assertThat(expiresAt).isEqualTo(deadline);
    }

    private Instant assertPays(Order wanted, Instant about) {
        var started = shop().starts(wanted);
        assertThat(started.status()).isEqualTo(201);
        var expiresAt = Instant.parse(started.text("/payment_request/expires_at"));
        assertThat(expiresAt).isBetween(about.minusSeconds(1), about.plusSeconds(60));

        shop().customerApproves(started);

        assertThat(shop().waitsForTheEndOf(started.id()).state()).isEqualTo("AUTHORIZED");
        books().showOnePayment();
        return expiresAt;
    }
}
