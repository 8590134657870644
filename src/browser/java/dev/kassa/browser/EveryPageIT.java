package dev.kassa.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every page for people, on a phone, a tablet and a desk, by day and by night: it fits, and axe finds nothing serious.
 * Swagger's page is left out: it is another's.
 */
class EveryPageIT extends Demonstration {
    private static final List<Integer> WIDTHS = List.of(360, 768, 1440);
    private static final int HEIGHT = 900;

    private static final String FINDINGS = """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations
              .filter((found) => ['serious', 'critical'].includes(found.impact))
              .flatMap((found) => found.nodes.map((node) => found.id + ' at ' + node.target.join(' ') + ': ' + node.failureSummary))
            """;

    private static final String OVERHANG = "() => document.documentElement.scrollWidth - window.innerWidth";

    private final Map<String, String> pages = new LinkedHashMap<>();

    /** One order that is paid, one that waits with a customer at Klarna's question, and one that was canceled. */
    @BeforeAll
    void haveSomethingToShow() {
        try (var window = chromium().open(1440, HEIGHT)) {
            pages.put("shop", shop());
            var paid = new Shopper(window.page()).opens(shop()).paysWithKlarna().presses("Approve");
            paid.sees("Thank you, it is paid");
            pages.put("order-paid", paid.page().url());
            var canceled = new Shopper(window.page()).opens(shop()).paysBeside().presses("Merchant cancels");
            canceled.sees("Canceled");
            pages.put("order-canceled", canceled.page().url());
            var fresh = new Shopper(window.page()).opens(shop()).paysBeside();
            pages.put("klarna-begins", urlAtKlarna(fresh));
            var waiting = new Shopper(window.page()).opens(shop()).paysBeside().presses("Lose the approval's webhook");
            waiting.atKlarna();
            pages.put("order-waiting", waiting.page().url());
            pages.put("klarna-asks", urlAtKlarna(waiting));
            pages.put("klarna-is-done", urlAtKlarna(paid));
            var sandbox = klarna().homeUrl().toString();
            pages.put("sandbox-request", urlAtKlarna(paid).replace("/pay/", "/ui/requests/"));
            pages.put("sandbox", sandbox);
            pages.put("sandbox-calls", sandbox + "ui/calls");
            pages.put("sandbox-webhooks", sandbox + "ui/webhooks");
            pages.put("sandbox-controls", sandbox + "ui/controls");
            pages.put("codec-sign-in", management() + "codec/sign-in");
        }
    }

    private String urlAtKlarna(Shopper shopper) {
        return paymentRequestsOf(shopper.checkoutId()).getFirst().url();
    }

    @Test
    void everyPageFitsEveryScreenAndEverybodyCanReadIt() throws IOException {
        var axe = axe();
        List<String> findings = new ArrayList<>();
        try (var window = chromium().openForInspection()) {
            var page = window.page();
            pages.forEach((name, url) -> {
                page.navigate(url);
                page.locator("h1").waitFor();
                page.evaluate(axe);
                for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(light));
                    WIDTHS.forEach(width -> findings.addAll(look(page, name, light, width)));
                }
            });
            assertThat(window.troubles()).isEmpty();
        }
        assertThat(pages).hasSize(13);
        assertThat(findings).isEmpty();
    }

    private static List<String> look(Page page, String name, ColorScheme light, int width) {
        var where = name + "-" + width + "-" + light.name().toLowerCase(Locale.ROOT);
        page.setViewportSize(width, HEIGHT);
        List<String> findings = new ArrayList<>();
        if (page.evaluate(OVERHANG) instanceof Number overhang && overhang.intValue() > 0) {
            findings.add(where + " is " + overhang + " px too wide");
        }
        if (page.evaluate(FINDINGS) instanceof List<?> found) {
            found.forEach(one -> findings.add(where + ": " + one));
        }
        Window.keep(page, where);
        return findings;
    }

    private static String axe() throws IOException {
        try (InputStream script =
                Objects.requireNonNull(EveryPageIT.class.getResourceAsStream("/axe.min.js"), "axe-core is missing")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
