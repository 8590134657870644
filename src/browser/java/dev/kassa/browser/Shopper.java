package dev.kassa.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** A person at a page, in the verbs of a purchase. */
record Shopper(Page page) {
    /** Goes to the shop, and leaves everything as it is there. */
    Shopper opens(String shop) {
        page.navigate(shop);
        assertThat(page.locator("#total")).hasText("€118.36");
        // The switches come last, by a call of their own.
        assertThat(page.getByRole(AriaRole.SWITCH)).hasCount(2);
        return this;
    }

    Shopper chooses(String label) {
        page.getByLabel(label).check();
        return this;
    }

    Shopper presses(String button) {
        button(button).click();
        return this;
    }

    /** Flips what the page shows as a switch, and waits until it is so. */
    Shopper switches(String name, boolean on) {
        var flipped = page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName(name));
        flipped.click();
        assertThat(flipped).hasAttribute("aria-checked", String.valueOf(on));
        return this;
    }

    /** From the shop to Klarna's question, by which the customer has entered the purchase. */
    Shopper paysWithKlarna() {
        return presses("Pay with Klarna").presses("Continue");
    }

    /** Pays in another window; this one stays with the order. */
    Shopper paysBeside() {
        presses("Pay in another window, watch in this one");
        page.waitForURL("**/demo/order?**");
        return sees("Klarna is waiting for you");
    }

    /** The other window, at Klarna's question. */
    Shopper atKlarna() {
        var other = page.waitForPopup(() -> page.getByRole(
                        AriaRole.LINK, new Page.GetByRoleOptions().setName("Open Klarna in another window"))
                .click());
        return new Shopper(other).presses("Continue");
    }

    Shopper sees(String headline) {
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(headline);
        return this;
    }

    Shopper isTold(String status, String reason) {
        assertThat(page.locator("#status")).hasText(status);
        assertThat(page.locator("#reason")).hasText(reason);
        return this;
    }

    /** In the diagram, by whom and what; the detail is not looked at. */
    Shopper seesThat(String who, String what) {
        assertThat(step(who, what).first()).isVisible();
        return this;
    }

    Shopper seesTwiceThat(String who, String what) {
        assertThat(step(who, what)).hasCount(2);
        return this;
    }

    private Locator step(String who, String what) {
        return page.locator(".step").filter(new Locator.FilterOptions().setHasText(who + " " + what));
    }

    Shopper seesRunning(String timer) {
        assertThat(page.locator("#clocks li").filter(new Locator.FilterOptions().setHasText(timer)))
                .isVisible();
        return this;
    }

    Shopper keeps(String picture) {
        Window.keep(page, picture);
        return this;
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** The checkout's id, as the address bar has it. */
    String checkoutId() {
        return page.url().replaceFirst(".*checkout_id=", "");
    }
}
