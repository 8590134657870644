package dev.kassa.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.kassa.sandbox.Contradiction;
import dev.kassa.sandbox.RequestState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What visitors of the demo's shop do, and what the page shows them of it. */
class ShoppingIT extends Demonstration {
    private static final String APPROVAL = "webhook completed";

    private Window window = chromium().open(1440, 900);
    private Shopper visitor = new Shopper(window.page());

    @BeforeEach
    void goToTheShop() {
        window = chromium().open(1440, 900);
        visitor = new Shopper(window.page()).opens(shop());
    }

    @AfterEach
    void nothingWentWrongInTheBrowser() {
        var troubles = window.troubles();
        window.close();
        assertThat(troubles).isEmpty();
    }

    @Test
    void aCustomerBuys() {
        visitor.keeps("shop")
                .paysWithKlarna()
                .keeps("klarna-asks")
                .presses("Approve")
                .sees("Thank you, it is paid")
                .isTold("AUTHORIZED", "approved")
                .seesThat("Merchant → Kassa", "starts the checkout")
                .seesThat("Kassa → Klarna", "authorize")
                .seesThat("Customer → Klarna", "approves")
                .seesThat("Klarna → Kassa", APPROVAL)
                .seesThat("Kassa → Klarna", "final authorization")
                .seesThat("Customer → Merchant", "is back in the shop")
                .seesThat("Kassa → Merchant", "checkout.authorized")
                .keeps("paid");
        assertThat(transactionsOf(visitor.checkoutId())).isEqualTo(1);
    }

    @Test
    void aCustomerIsApprovedWithoutBeingAsked() {
        visitor.chooses("approves at once").presses("Pay with Klarna").sees("Thank you, it is paid");
        assertThat(transactionsOf(visitor.checkoutId())).isEqualTo(1);
    }

    @Test
    void aCustomerWhoDeclinesOwesNothingAndMayTryAgain() {
        visitor.paysWithKlarna()
                .presses("Decline")
                .sees("Klarna declined")
                .isTold("DECLINED", "declined_by_klarna")
                .keeps("declined")
                .presses("Try again with Klarna")
                .sees("Klarna is waiting for you");
        assertThat(transactionsOf(visitor.checkoutId())).isZero();
        assertThat(statesAtKlarna(visitor.checkoutId())).containsExactly(RequestState.DECLINED, RequestState.SUBMITTED);
    }

    @Test
    void aCustomerLeavesAndComesBack() {
        visitor.paysWithKlarna()
                .presses("Leave without deciding")
                .sees("Klarna is waiting for you")
                .seesThat("Customer → Klarna", "leaves without deciding")
                .keeps("left");
        visitor.page().getByText("Go to Klarna").click();
        visitor.presses("Continue").presses("Approve").sees("Thank you, it is paid");
        assertThat(transactionsOf(visitor.checkoutId())).isEqualTo(1);
    }

    @Test
    void aSessionTimesOutWhileTheCustomerLooksOn() {
        visitor.chooses("1 minute, in real time: let it pass")
                .paysBeside()
                .seesRunning("The session ends")
                .keeps("session-runs");
        visitor.page().locator("#headline").getByText("The time ran out").waitFor(patiently());
        visitor.isTold("EXPIRED", "session_timeout")
                .seesThat("Kassa", "the session is over")
                .seesThat("Kassa → Klarna", "cancel")
                .seesThat("Kassa → Merchant", "checkout.expired")
                .keeps("timed-out");
        assertThat(statesAtKlarna(visitor.checkoutId())).containsExactly(RequestState.CANCELED);
    }

    @Test
    void aLostWebhookCostsNothing() {
        visitor.paysBeside().presses("Lose the approval's webhook").seesThat("Operator", "the webhook of the approval");
        var beside = visitor.atKlarna().presses("Approve").sees("Thank you, it is paid");
        visitor.sees("Thank you, it is paid").seesThat("Kassa → Klarna", "read").keeps("webhook-lost");
        assertThat(visitor.page().locator(".step.lost").count()).isEqualTo(1);
        assertThat(transactionsOf(beside.checkoutId())).isEqualTo(1);
    }

    @Test
    void aWebhookThatComesTwicePaysOnce() {
        visitor.paysBeside().presses("Send it twice");
        visitor.atKlarna().presses("Approve").sees("Thank you, it is paid");
        visitor.sees("Thank you, it is paid").seesTwiceThat("Klarna → Kassa", APPROVAL);
        assertThat(transactionsOf(visitor.checkoutId())).isEqualTo(1);
    }

    /** The browser stays at Klarna, and the webhook is lost: only Klarna knows that the customer was first. */
    @Test
    void aMerchantWhoCancelsACustomerWhoHasJustPaidIsToldTheTruth() {
        klarna().switchTo(Contradiction.Redirect.NEVER);
        try {
            visitor.paysBeside()
                    .presses("Lose the approval's webhook")
                    .seesThat("Operator", "the webhook of the approval");
            visitor.atKlarna().presses("Approve").sees("You approved this payment");
            visitor.presses("Merchant cancels")
                    .sees("Thank you, it is paid")
                    .seesThat("Merchant → Kassa", "asks to cancel")
                    .seesThat("Kassa → Klarna", "read")
                    .seesThat("Kassa → Merchant", "answers 409")
                    .keeps("cancel-came-too-late");
        } finally {
            klarna().switchTo(Contradiction.Redirect.APPROVAL_AND_ABORT);
        }
        assertThat(transactionsOf(visitor.checkoutId())).isEqualTo(1);
    }

    @Test
    void aMerchantCancelsInTime() {
        visitor.paysBeside().presses("Merchant cancels").sees("Canceled").isTold("CANCELED", "merchant_canceled");
        assertThat(statesAtKlarna(visitor.checkoutId())).containsExactly(RequestState.CANCELED);
    }

    @Test
    void whatHappensWhileNoWorkerRunsIsDoneByTheNextOne() {
        visitor.paysBeside().switches("Kassa's worker", false);
        visitor.atKlarna().presses("Approve");
        visitor.seesThat("Klarna → Kassa", APPROVAL).keeps("no-worker");
        assertThat(transactionsOf(visitor.checkoutId())).isZero();
        visitor.switches("Kassa's worker", true).sees("Thank you, it is paid");
        assertThat(transactionsOf(visitor.checkoutId())).isEqualTo(1);
    }

    @Test
    void aCustomerWhoPaysWhileKlarnasApiIsDownIsServedWhenItIsBack() {
        visitor.paysBeside().switches("Klarna's API", false);
        visitor.atKlarna().presses("Approve");
        visitor.sees("Almost paid")
                .seesThat("Kassa", "goes on trying")
                .seesRunning("The token dies")
                .keeps("klarna-down");
        visitor.switches("Klarna's API", true).sees("Thank you, it is paid");
        assertThat(transactionsOf(visitor.checkoutId())).isEqualTo(1);
    }

    @Test
    void allOfItCanBeDoneWithTheKeyboard() {
        var keyboard = visitor.page().keyboard();
        visitor.page().getByLabel("One bell more").focus();
        keyboard.press("Enter");
        assertThat(visitor.page().locator("#total").textContent()).isEqualTo("€137.26");
        for (int fields = 0; fields < 6; fields++) {
            keyboard.press("Tab");
        }
        keyboard.press("Enter");
        visitor.page().getByText("Continue").waitFor();
        tabTo("Continue");
        keyboard.press("Enter");
        visitor.page().getByText("Approve", exactly()).waitFor();
        tabTo("Approve");
        keyboard.press("Enter");
        visitor.sees("Thank you, it is paid");
    }

    private void tabTo(String button) {
        var focused = visitor.page().locator(":focus");
        for (int tabs = 0; tabs < 10; tabs++) {
            visitor.page().keyboard().press("Tab");
            if (focused.count() == 1 && button.equals(focused.textContent())) {
                return;
            }
        }
        throw new AssertionError("ten tabs do not lead to " + button);
    }

    private static Page.GetByTextOptions exactly() {
        return new Page.GetByTextOptions().setExact(true);
    }

    private static Locator.WaitForOptions patiently() {
        return new Locator.WaitForOptions().setTimeout(90_000);
    }
}
