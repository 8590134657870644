package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PurchasePageTest {

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults().withTicking(false));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({"approve, COMPLETED", "decline, DECLINED", "abort, SUBMITTED"})
    void theBrowserGoesBackHoweverTheCustomerDecides(String step, String state) {
        Partner.Heard created = partner.authorize(Partner.firstBody());
        String page = created.text("/payment_request/state_context/customer_interaction/payment_request_url");
        String id = created.text("/payment_request/payment_request_id");

        assertThat(get(page).raw().body())
                .contains("90.00 EUR")
                .contains("Helmet")
                .contains("Continue");
        assertThat(location(page + "/enter")).endsWith("/pay/" + id.substring(id.lastIndexOf(':') + 1));
        assertThat(get(page).raw().body()).contains("Approve").contains("Decline");

        assertThat(location(page + "/" + step)).isEqualTo("https://pay.example/r?id=" + id + "&state=" + state);
        assertThat(partner.read(id).text("/state")).isEqualTo(state);
    }

    @Test
    void aSecondClickShowsHowThingsStand() {
        String page = page(Partner.firstBody());
        location(page + "/approve");

        assertThat(location(page + "/approve")).startsWith("/pay/");
        assertThat(get(page).raw().body()).contains("You approved this payment");
    }

    @Test
    void placeholdersAreReplacedInTheAppsUrlToo() {
        String page = page(Partner.firstBody()
                .replace(
                        "\"method\"",
                        "\"app_return_url\":\"shop://back?ref="
                                + "{klarna.payment_request.payment_request_reference}\",\"method\""));

        assertThat(get(page).raw().body()).contains("shop://back?ref=chk_1-1");
    }

    @Test
    void whatAMerchantWroteIsNotMarkup() {
        String page = page(Partner.firstBody().replace("Helmet", "<script>alert(1)</script>"));

        assertThat(get(page).raw().body()).doesNotContain("<script").contains("&lt;script&gt;");
    }

    @Test
    void aQrCodeIsAPicture() {
        Partner.Heard created = partner.authorize(Partner.firstBody().replace("HANDOVER", "QR_CODE"));
        String image = created.text("/payment_request/state_context/customer_interaction/qr_code/image_url");

        Partner.Heard heard = get(image);

        assertThat(heard.raw().headers().firstValue("Content-Type")).hasValue("image/svg+xml");
        assertThat(heard.raw().body()).startsWith("<svg");
    }

    @Test
    void headlessHasNoUrl() {
        Partner.Heard created = partner.authorize(Partner.firstBody().replace("HANDOVER", "HEADLESS"));

        assertThat(created.raw().body()).doesNotContain("payment_request_url");
    }

    @Test
    void theListNamesEveryRequest() {
        partner.stepUp();

        assertThat(get(sandbox.homeUrl().toString()).raw().body())
                .contains(Partner.PURCHASE)
                .contains("SUBMITTED");
        assertThat(get(sandbox.homeUrl() + "pay/nobody").status()).isEqualTo(404);
    }

    private String page(String body) {
        return partner.authorize(body).text("/payment_request/state_context/customer_interaction/payment_request_url");
    }

    private Partner.Heard get(String url) {
        return partner.send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    private String location(String url) {
        Partner.Heard heard = partner.send(HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(heard.status()).isEqualTo(303);
        return heard.raw().headers().firstValue("Location").orElseThrow();
    }
}
