package dev.kassa.checkout.workflow;

import static dev.kassa.checkout.CheckoutStatus.AUTHORIZED;
import static dev.kassa.checkout.CheckoutStatus.FINALIZING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Unknown;
import dev.kassa.sandbox.WebhookFault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A customer whose first token died unused and who pays once more, where Klarna opens the Payment Request again: the first
 * completion's event may come late, when its token is dead, and is sent again for 21 hours.
 */
class SecondCompletionTest {
    private static final String COMPLETED = "payment.request.state-change.completed";

    // No extension: of readings that Klarna may not choose no golden histories are kept.
    private final World world = new World();

    @BeforeEach
    void klarnaOpensARequestAgainWhoseTokenDied() {
        world.sandbox.switchTo(Unknown.CompletedAfterTokenDeath.SUBMITTED);
    }

    @AfterEach
    void endTheWorld() {
        world.close();
    }

    @Test
    void theFirstEventThatComesBeforeTheSecondCompletionIsFoundSpendsNoDeadToken() {
        var checkout = completedTwice(Duration.ofMinutes(60));
        world.sandbox.faults().clear();

        world.pass(Duration.ofMinutes(3));

        assertPaidWithALivingToken(checkout);
    }

    @Test
    void theFirstEventThatComesWhileTheSecondCompletionIsConfirmedSpendsNoDeadToken() {
        var checkout = completedTwice(Duration.ofMinutes(68));
        world.pass(Duration.ofMinutes(3));
        checkout.becomes(FINALIZING);
        world.pass(Duration.ofMinutes(3));

        world.sandbox.faults().clear();
        world.pass(Duration.ofMinutes(10));

        assertPaidWithALivingToken(checkout);
    }

    /** Minute 63: the first token is dead, the second completion is known to Klarna alone. */
    private RunningCheckout completedTwice(Duration firstEventAfter) {
        var checkout = world.start(World.expiry("PT3H"));
        world.sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.delayed(firstEventAfter));
        world.sandbox.faults().alwaysFor(checkout.reference(), Operation.FINAL_AUTHORIZE, Fault.RATE_LIMITED_429);
        world.pass(Duration.ofMinutes(1));
        checkout.customer().approve();
        checkout.customerReturns();
        world.pass(Duration.ofMinutes(62));
        world.sandbox.webhookFaults().nextOf(COMPLETED, WebhookFault.LOST);
        checkout.customer().approve();
        return checkout;
    }

    private void assertPaidWithALivingToken(RunningCheckout checkout) {
        assertThat(checkout.end().status()).isEqualTo(AUTHORIZED);
        assertThat(world.sandbox.judgement().lateTokenUses())
                .extracting(LedgerEntry::at)
                .isEmpty();
        assertThat(world.sandbox.judgement().isClean()).isTrue();
        assertThat(world.transactions()).isEqualTo(1);
    }
}
