package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With what, and how late, a final authorization is tried again that Klarna refused or could not answer. */
class FurtherTriesTest {
    // No extension: golden histories of refused and unanswered confirmations are kept already.
    private final World world = new World();

    @AfterEach
    void endTheWorld() {
        world.close();
    }

    @Test
    void aRefusalThatIsNotAboutTheBodyLeavesTheBody() {
        var checkout = world.start();
        world.sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.UNAUTHORIZED_401);
        checkout.customer().approve();
        world.pass(Duration.ofMinutes(5));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        var tries = world.calls(Operation.FINAL_AUTHORIZE);
        assertThat(tries).extracting(LedgerEntry::idempotencyKey).doesNotHaveDuplicates();
        assertThat(tries)
                .hasSize(2)
                .extracting(LedgerEntry::bodySha256)
                .as("with what was bought, and what was asked for besides")
                .containsOnly(tries.getFirst().bodySha256());
    }

    /** Its pauses have grown to a minute and more by then; the token is given up after 57 minutes. */
    @Test
    void aKlarnaThatRecoversInATokensLastMinuteIsAskedOnceMore() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.UNAVAILABLE_503);
        checkout.customer().approve();
        world.deliver();
        checkout.until(() -> !world.calls(Operation.FINAL_AUTHORIZE).isEmpty());
        var deadline = world.now().plus(Duration.ofMinutes(57));
        world.pass(Duration.between(world.now(), deadline.minusSeconds(20)));

        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(2));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void aTokenThatIsTakenAgainInItsLastMinutesIsNotSleptThrough() {
        var checkout = world.start();
        world.sandbox.faults().always(Operation.FINAL_AUTHORIZE, Fault.REFUSED_400);
        checkout.customer().approve();
        world.pass(Duration.ofMinutes(50));

        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(10));

        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.sandbox.judgement().isClean()).isTrue();
    }
}
