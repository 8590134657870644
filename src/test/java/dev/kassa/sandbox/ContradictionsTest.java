package dev.kassa.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of klarna.md, section 10, read the other way; some are tested where their default is. */
class ContradictionsTest {

    private static final String SESSION = "Klarna-Network-Session-Token";
    private static final String EXPIRY = "\"interaction_expiry\":{\"duration\":\"PT30M\"}";
    private static final String UUID_7 = "01890a5d-ac96-774b-bcce-b302099a8057";

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults().withTicking(false));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({"HOURS_3, 3", "HOURS_48, 48"})
    void theDefaultLifetimeIsSwitched(Contradiction.DefaultLifetime lifetime, long hours) {
        sandbox.switchTo(lifetime);

        partner.authorize(Partner.firstBody().replace("," + EXPIRY, ""));

        assertThat(lifetime()).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void anExpiryThatCannotBeAdjustedIsNotLookedAt() {
        sandbox.switchTo(Contradiction.AdjustableExpiry.IGNORED, Contradiction.DefaultLifetime.HOURS_48);

        partner.stepUp();

        assertThat(lifetime()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void theOlderFieldOfTheExpiryIsReadWhereItIsSwitchedOn() {
        String expiresAt = sandbox.now().plus(Duration.ofHours(1)).toString();
        String older = Partner.firstBody()
                .replace("," + EXPIRY, "")
                .replace(
                        "\"step_up_config\":{",
                        "\"step_up_config\":{\"payment_request_expires_at\":\"" + expiresAt + "\",");
        assertThat(partner.authorize(older).status()).isEqualTo(400);
        sandbox.switchTo(Contradiction.ExpiryField.EITHER);

        assertThat(partner.authorize(older).text("/payment_request/expires_at")).isEqualTo(expiresAt);
        assertThat(partner.authorize(older.replace("\"return_url\"", EXPIRY + ",\"return_url\""))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aDeclineMayLeadBackToSubmitted() {
        String id = partner.stepUp();
        sandbox.switchTo(Contradiction.Declined.BACK_TO_SUBMITTED);

        sandbox.customer(id).decline();

        assertThat(partner.read(id).text("/state")).isEqualTo("SUBMITTED");
        assertThat(partner.cancel(id).text("/state")).isEqualTo("CANCELED");
    }

    @ParameterizedTest
    @CsvSource({"EITHER, 200, 200", "TRANSACTION_ONLY, 200, 400", "FIRST_PAYLOAD, 400, 200"})
    void theFinalBodyIsShortOrTheFirstPayload(Contradiction.FinalBody reading, int transaction, int payload) {
        sandbox.switchTo(reading);
        String whole = Partner.firstBody().replaceFirst(",\"step_up_config\".*", "}");

        assertThat(partner.spend(SESSION, token(), Partner.lastBody(9000), "f").status())
                .isEqualTo(transaction);
        assertThat(partner.spend(SESSION, token(), whole, "g").status()).isEqualTo(payload);
    }

    @ParameterizedTest
    @CsvSource({"PATCH, 200, 404, 404", "PUT, 404, 200, 200", "EITHER, 200, 200, 200"})
    void anUpdateIsPatchedOrPut(Contradiction.UpdateBy reading, int patch, int put, int direct) {
        String id = partner.stepUp();
        sandbox.switchTo(reading);
        String path = partner.accountPath() + "/requests/" + id;

        assertThat(update("PATCH", path)).isEqualTo(patch);
        assertThat(update("PUT", path)).isEqualTo(put);
        assertThat(update("PUT", "/payment/requests/" + id)).isEqualTo(direct);
    }

    @Test
    void aKeyMayHaveToBeAUuid() {
        sandbox.switchTo(Contradiction.KeyForm.UUID_4_OR_HIGHER);

        assertThat(partner.authorize(Partner.firstBody(), "k").status()).isEqualTo(400);
        assertThat(partner.authorize(Partner.firstBody(), "11111111-1111-1111-8111-111111111111")
                        .status())
                .isEqualTo(400);
        assertThat(partner.authorize(Partner.firstBody(), UUID_7).status()).isEqualTo(200);
    }

    @Test
    void aCorrelationIdMayHaveHyphens() {
        sandbox.switchTo(Contradiction.CorrelationId.HYPHENS_TOO);

        Partner.Heard heard = partner.authorize(
                Partner.firstBody(), Map.of("Klarna-Idempotency-Key", "c", "Partner-Correlation-Id", UUID_7));

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.raw().headers().firstValue("Partner-Correlation-Id")).hasValue(UUID_7);
    }

    @ParameterizedTest
    @CsvSource({
        "APPROVAL_AND_ABORT, 1, 1",
        "APPROVAL_ONLY, 1, 0",
        "NEVER, 0, 0",
        "TWICE, 2, 2",
    })
    void theBrowserComesBackAsOftenAsIsSwitched(Contradiction.Redirect reading, int approved, int aborted) {
        sandbox.switchTo(reading);

        assertThat(returnsAfter("approve")).isEqualTo(approved);
        assertThat(returnsAfter("abort")).isEqualTo(aborted);
    }

    @ParameterizedTest
    @CsvSource({
        "KLARNA_CUSTOMER, /klarna_customer/customer_token",
        "INSIDE_THE_RESPONSE, /payment_transaction_response/klarna_customer/customer_token",
        "CUSTOMER_TOKEN_RESPONSE, /customer_token_response/customer_token/customer_token_id"
    })
    void aStoredTokenStandsWhereItIsSwitched(Contradiction.CustomerTokenPlace reading, String pointer) {
        sandbox.switchTo(reading);
        sandbox.plan().nextAuthorize(Result.APPROVED);

        assertThat(partner.authorize(asking(Partner.firstBody())).text(pointer)).startsWith("krn:");
    }

    @ParameterizedTest
    @CsvSource({
        "EITHER, 200, 200",
        "INTEROPERABILITY_DATA, 200, 400",
        "KLARNA_NETWORK_DATA, 400, 200",
    })
    void contextOfTheSdkHasOneNameOrEither(Contradiction.SdkContext reading, int older, int newer) {
        sandbox.switchTo(reading);

        assertThat(partner.authorize(with("interoperability_data", "{}")).status())
                .isEqualTo(older);
        assertThat(partner.authorize(with("klarna_network_data", "{}")).status())
                .isEqualTo(newer);
    }

    private static String asking(String body) {
        return body.replaceFirst("\\{", "{\"request_customer_token\":{\"scopes\":[\"payment:customer_not_present\"]},");
    }

    private static String with(String field, String value) {
        return Partner.firstBody().replaceFirst("\\{", "{\"" + field + "\":" + value + ",");
    }

    private Duration lifetime() {
        PaymentRequestView view = sandbox.paymentRequests().getLast();
        return Duration.between(view.createdAt(), view.expiresAt());
    }

    private String token() {
        return requireNonNull(sandbox.customer(partner.stepUp()).approve().sessionToken());
    }

    private int update(String method, String path) {
        return partner.send(partner.request(path)
                        .header("Content-Type", "application/json")
                        .header(
                                "Klarna-Idempotency-Key",
                                java.util.UUID.randomUUID().toString())
                        .method(method, HttpRequest.BodyPublishers.ofString("{\"amount\":9500}"))
                        .build())
                .status();
    }

    /** How often a browser that follows the page's answer comes to the return URL. */
    private int returnsAfter(String step) {
        String id = partner.stepUp();
        sandbox.customer(id).enter();
        String page = requireNonNull(sandbox.find(id).orElseThrow().url()) + "/" + step;
        Partner.Heard heard = partner.send(HttpRequest.newBuilder(URI.create(page))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        String location = heard.raw().headers().firstValue("Location").orElse("");
        if (heard.status() == 200) {
            assertThat(heard.raw().body())
                    .contains("<img src=\"https://pay.example/r?id=")
                    .contains("url=https://pay.example/r?id=");
            return 2;
        }
        return location.startsWith("https://pay.example/") ? 1 : 0;
    }
}
