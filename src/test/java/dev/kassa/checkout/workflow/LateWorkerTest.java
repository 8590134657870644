package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AWAITING_CUSTOMER;
import static dev.kassa.checkout.CheckoutStatus.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Reason;
import dev.kassa.sandbox.Operation;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run that no worker takes up: the merchant has had its 503 and may have gone elsewhere. */
class LateWorkerTest {
    @RegisterExtension
    final World world = new World();

    @Test
    void aRunThatIsTakenUpMoreThanAMinuteLateAsksKlarnaNothing() {
        var checkout = world.beginLate(Duration.ofSeconds(61));
        world.pass(Duration.ofSeconds(62));
        var ended = checkout.end();

        assertThat(ended.status()).isEqualTo(FAILED);
        assertThat(ended.reason()).isEqualTo(Reason.NOT_SENT);
        assertThat(world.calls(Operation.AUTHORIZE)).isEmpty();
    }

    @Test
    void aRunThatIsTakenUpWithinAMinuteAsks() {
        var checkout = world.beginLate(Duration.ofSeconds(50));
        world.pass(Duration.ofSeconds(51));

        checkout.becomes(AWAITING_CUSTOMER);
        assertThat(world.calls(Operation.AUTHORIZE)).hasSize(1);
    }
}
