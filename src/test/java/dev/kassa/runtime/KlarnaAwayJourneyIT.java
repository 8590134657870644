package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Klarna's port is closed, for every order at once. */
@Isolated
class KlarnaAwayJourneyIT extends Journeys {
    @AfterEach
    void klarnaComesBack() {
        klarna.acceptConnections();
    }

    @Test
    void aStartWhileKlarnaIsAwayIsTakenAndGoesOnByItself() {
        klarna.refuseConnections();
        var taken = shop().starts(order);
        assertThat(taken.status()).isEqualTo(202);
        assertThat(taken.state()).isEqualTo("AUTHORIZING");

        klarna.acceptConnections();

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> shop().asksFor(taken.id()).state(), "AWAITING_CUSTOMER"::equals);
        klarna.customer(order.reference()).approve();
        assertThat(shop().waitsForTheEndOf(taken.id()).state()).isEqualTo("AUTHORIZED");
        books().showOnePayment();
    }
}
