package dev.kassa.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens for later charges: asked for alone, and charged (klarna.md, sections 2, 3 and 5). */
class StoredTokensTest {

    private static final String OTHER_ACCOUNT = "krn:partner:global:account:test:OTHER";
    private static final String ASKED = "\"request_customer_token\":{\"scopes\":[\"payment:customer_not_present\"],"
            + "\"customer_token_reference\":\"sub-1\"}";
    private static final String ALONE = "{\"currency\":\"EUR\"," + ASKED + "}";

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults()
            .withTicking(false)
            .withAccounts(Set.of(SandboxSettings.DEMO_ACCOUNT, OTHER_ACCOUNT)));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
    }

    @Test
    void aTokenAloneIsApprovedWithoutATransaction() {
        Partner.Heard heard = partner.authorize(ALONE);

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.text("/customer_token_response/result")).isEqualTo("APPROVED");
        assertThat(heard.text("/customer_token_response/customer_token/customer_token_reference"))
                .isEqualTo("sub-1");
        assertThat(heard.json().has("payment_transaction_response")).isFalse();
        assertThat(sandbox.ledger().getLast().effect()).isEqualTo(Effect.CREATED_CUSTOMER_TOKEN);
        assertThat(sandbox.judgement().transactionsPerPurchase()).isEmpty();
    }

    @Test
    void aTokenAloneMayBeDeclined() {
        sandbox.plan().nextAuthorize(Result.DECLINED);

        assertThat(partner.authorize(ALONE).text("/customer_token_response/result"))
                .isEqualTo("DECLINED");
    }

    @Test
    void aTokenAloneMayAskTheCustomerAndIsFinalizedLikeAPurchase() {
        String body = Partner.firstBody()
                .replaceFirst(
                        "\"request_payment_transaction\":\\{[^}]*}", java.util.regex.Matcher.quoteReplacement(ASKED));
        Partner.Heard first = partner.authorize(body);
        assertThat(first.text("/customer_token_response/result")).isEqualTo("STEP_UP_REQUIRED");
        assertThat(first.json().path("payment_request").has("amount")).isFalse();
        String session = requireNonNull(sandbox.customer("chk_1-1").approve().sessionToken());

        Partner.Heard last = partner.spend("Klarna-Network-Session-Token", session, ALONE, "f");

        assertThat(last.text("/customer_token_response/customer_token/customer_token_id"))
                .startsWith("krn:");
        assertThat(sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void neitherMoneyNorATokenIsRefused() {
        assertThat(partner.authorize("{\"currency\":\"EUR\"}").status()).isEqualTo(400);
    }

    @Test
    void aStoredTokenIsChargedWithoutAskingTheCustomer() {
        String token = stored();

        Partner.Heard heard = charge(SandboxSettings.DEMO_ACCOUNT, token, Partner.firstBody());

        assertThat(heard.text("/payment_transaction_response/result")).isEqualTo("APPROVED");
        assertThat(sandbox.ledger().getLast().token()).isEqualTo(token);
        assertThat(sandbox.judgement().transactionsPerReference()).containsEntry("chk_1-1-tx", 1);
    }

    @Test
    void aStoredTokenMayStillAskOrBeDeclined() {
        String token = stored();
        sandbox.plan().nextAuthorize(Result.STEP_UP_REQUIRED, Result.DECLINED);

        assertThat(charge(SandboxSettings.DEMO_ACCOUNT, token, Partner.firstBody())
                        .text("/payment_transaction_response/result"))
                .isEqualTo("STEP_UP_REQUIRED");
        assertThat(charge(SandboxSettings.DEMO_ACCOUNT, token, Partner.lastBody(9000))
                        .text("/payment_transaction_response/result"))
                .isEqualTo("DECLINED");
    }

    @Test
    void anUnknownOrForeignStoredTokenIsRefused() {
        assertThat(charge(SandboxSettings.DEMO_ACCOUNT, "krn:nobody", Partner.lastBody(9000))
                        .status())
                .isEqualTo(404);
        assertThat(charge(OTHER_ACCOUNT, stored(), Partner.lastBody(9000)).status())
                .isEqualTo(403);
    }

    private String stored() {
        return partner.authorize(ALONE).text("/customer_token_response/customer_token/customer_token_id");
    }

    private Partner.Heard charge(String account, String token, String body) {
        return partner.authorizeOn(
                account,
                body,
                Map.of(
                        "Klarna-Idempotency-Key",
                        java.util.UUID.randomUUID().toString(),
                        "Klarna-Customer-Token",
                        token));
    }
}
