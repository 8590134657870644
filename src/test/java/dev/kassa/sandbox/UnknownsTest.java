package dev.kassa.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What Klarna's documents do not say (klarna.md, section 11), read each way. */
class UnknownsTest {

    private static final String SESSION = "Klarna-Network-Session-Token";
    private static final String OTHER_ACCOUNT = "krn:partner:global:account:test:OTHER";

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults()
            .withTicking(false)
            .withAccounts(Set.of(SandboxSettings.DEMO_ACCOUNT, OTHER_ACCOUNT)));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CONFLICT_409, 409, RESOURCE_CONFLICT",
        "CONFLICT_409_WITHOUT_BODY, 409, ''",
        "BAD_REQUEST_400, 400, VALIDATION_ERROR",
        "FORBIDDEN_403, 403, OPERATION_FORBIDDEN",
        "NOT_FOUND_404, 404, RESOURCE_NOT_FOUND",
        "ANSWERED_200, 200, ''"
    })
    void aRefusedCancelIsAnsweredAsSwitched(Unknown.RefusedCancel reading, int status, String code) {
        String id = partner.stepUp();
        sandbox.customer(id).approve();
        sandbox.switchTo(reading);

        Partner.Heard heard = partner.cancel(id);

        assertThat(heard.status()).isEqualTo(status);
        assertThat(heard.text("/error_code")).isEqualTo(code);
        assertThat(sandbox.ledger().getLast().effect()).isEqualTo(Effect.REFUSED);
        assertThat(partner.read(id).text("/state")).isEqualTo("COMPLETED");
    }

    @ParameterizedTest
    @CsvSource({"REQUEST_200, 200, CANCELED", "EMPTY_200, 200, ''", "NO_CONTENT_204, 204, ''"})
    void aCancelThatWasDoneIsAnsweredAsSwitched(Unknown.CancelAnswer reading, int status, String state) {
        String id = partner.stepUp();
        sandbox.switchTo(reading);

        Partner.Heard heard = partner.cancel(id);

        assertThat(heard.status()).isEqualTo(status);
        assertThat(heard.text("/state")).isEqualTo(state);
        assertThat(partner.read(id).text("/state")).isEqualTo("CANCELED");
    }

    @ParameterizedTest
    @EnumSource
    void aSpentTokenIsRefusedAsSwitched(Unknown.SpentToken reading) {
        String token = token();
        partner.spend(SESSION, token, Partner.lastBody(9000), "f");
        sandbox.switchTo(reading);

        assertThat(partner.spend(SESSION, token, Partner.lastBody(9000), "g").status())
                .isEqualTo(status(reading));
    }

    @ParameterizedTest
    @EnumSource
    void aLateTokenIsRefusedAsSwitched(Unknown.LateToken reading) {
        String token = token();
        sandbox.switchTo(reading);
        sandbox.advance(Duration.ofHours(1));

        assertThat(partner.spend(SESSION, token, Partner.lastBody(9000), "f").status())
                .isEqualTo(status(reading));
        assertThat(sandbox.judgement().lateTokenUses()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void aForeignTokenIsRefusedAsSwitched(Unknown.ForeignToken reading) {
        String token = token();
        sandbox.switchTo(reading);

        assertThat(partner.authorizeOn(
                                OTHER_ACCOUNT,
                                Partner.lastBody(9000),
                                Map.of("Klarna-Idempotency-Key", "f", SESSION, token))
                        .status())
                .isEqualTo(status(reading));
    }

    @ParameterizedTest
    @CsvSource({"ANSWERED, 200", "REFUSED, 400"})
    void aReplayAfterMinute60IsAnsweredOrRefused(Unknown.ReplayOfDeadToken reading, int status) {
        String token = token();
        partner.spend(SESSION, token, Partner.lastBody(9000), "f");
        sandbox.switchTo(reading);
        sandbox.advance(Duration.ofHours(1));

        assertThat(partner.spend(SESSION, token, Partner.lastBody(9000), "f").status())
                .isEqualTo(status);
        assertThat(sandbox.judgement().transactionsPerPurchase()).containsEntry(Partner.PURCHASE, 1);
    }

    @ParameterizedTest
    @CsvSource({
        "KEPT, COMPLETED, COMPLETED",
        "DELETED, COMPLETED, ''",
        "EXPIRED, EXPIRED, ''",
    })
    void aCompletedRequestAfterItsExpiryIsAsSwitchedAndItsTokenLives(
            Unknown.CompletedAfterExpiry reading, String atExpiry, String afterDeletion) {
        String id = partner.stepUp();
        sandbox.advance(Duration.ofMinutes(29));
        String token = requireNonNull(sandbox.customer(id).approve().sessionToken());
        sandbox.switchTo(reading);

        sandbox.advance(Duration.ofMinutes(1));
        assertThat(partner.read(id).text("/state")).isEqualTo(atExpiry);
        sandbox.advance(Duration.ofMinutes(5));
        assertThat(partner.read(id).text("/state")).isEqualTo(afterDeletion);

        assertThat(sandbox.judgement().openPaymentRequests()).hasSize(1);
        assertThat(partner.spend(SESSION, token, Partner.lastBody(9000), "f").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "KEPT, COMPLETED, COMPLETED",
        "DELETED, COMPLETED, ''",
        "EXPIRED, EXPIRED, ''",
        "SUBMITTED, SUBMITTED, SUBMITTED"
    })
    void aCompletedRequestWhoseTokenDiedIsAsSwitched(
            Unknown.CompletedAfterTokenDeath reading, String atDeath, String afterDeletion) {
        String id = partner.authorize(Partner.firstBody("chk_1-1", "\"interaction_expiry\":{\"duration\":\"PT2H\"}"))
                .text("/payment_request/payment_request_id");
        sandbox.customer(id).approve();
        sandbox.switchTo(reading);

        sandbox.advance(Duration.ofHours(1));
        assertThat(partner.read(id).text("/state")).isEqualTo(atDeath);
        sandbox.advance(Duration.ofMinutes(5));
        assertThat(partner.read(id).text("/state")).isEqualTo(afterDeletion);
    }

    @Test
    void aRequestThatIsSubmittedAgainHasNewTokensAndTheOldOnesStayDead() {
        sandbox.switchTo(Unknown.CompletedAfterTokenDeath.SUBMITTED);
        String id = partner.authorize(Partner.firstBody("chk_1-1", "\"interaction_expiry\":{\"duration\":\"PT3H\"}"))
                .text("/payment_request/payment_request_id");
        String old = requireNonNull(sandbox.customer(id).approve().sessionToken());
        sandbox.advance(Duration.ofHours(1));

        assertThat(partner.read(id).text("/state_reason")).isEqualTo("CONFIRMATION_TOKEN_EXPIRED");
        String fresh = requireNonNull(sandbox.customer(id).approve().sessionToken());

        assertThat(partner.spend(SESSION, old, Partner.lastBody(9000), "f").status())
                .isEqualTo(400);
        assertThat(partner.spend(SESSION, fresh, Partner.lastBody(9000), "g").status())
                .isEqualTo(200);
    }

    @Test
    void anExpiredOneThatIsSubmittedAgainExpires() {
        sandbox.switchTo(Unknown.CompletedAfterTokenDeath.SUBMITTED);
        String id = partner.stepUp();
        sandbox.customer(id).approve();

        sandbox.advance(Duration.ofHours(1));

        assertThat(partner.read(id).text("/state")).isEqualTo("EXPIRED");
        assertThat(sandbox.nextDue()).isPresent();
        sandbox.advance(Duration.ofMinutes(5));
        assertThat(partner.read(id).status()).isEqualTo(404);
    }

    @Test
    void aReadAfterFinalizationIsAsSwitched() {
        String id = partner.stepUp();
        String token = requireNonNull(sandbox.customer(id).approve().sessionToken());
        partner.spend(SESSION, token, Partner.lastBody(9000), "f");
        assertThat(partner.read(id).text("/state_context/payment_token")).isNotEmpty();
        assertThat(partner.read(id).json().has("payment_transaction_id")).isFalse();

        sandbox.switchTo(Unknown.TokensAfterFinalization.HIDDEN, Unknown.TransactionInRead.NAMED);
        assertThat(partner.read(id).text("/state_context/payment_token")).isEmpty();
        assertThat(partner.read(id).text("/payment_transaction_id")).startsWith("krn:");

        sandbox.switchTo(Unknown.CompletedAfterFinalization.DELETED, Unknown.Gone.GONE_410);
        assertThat(partner.read(id).status()).isEqualTo(410);
    }

    @ParameterizedTest
    @CsvSource({"FORGOTTEN, 200", "STORED, 409"})
    void aRefusalIsForgottenOrStoredForItsKey(Unknown.StoredErrors reading, int status) {
        sandbox.switchTo(reading);
        String id = partner.stepUp();
        sandbox.customer(id).enter();
        assertThat(update(id, "u")).isEqualTo(409);
        sandbox.customer(id).abort();

        assertThat(update(id, "u")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"ACCOUNT, 409", "OPERATION, 200"})
    void aKeyIsUniqueInItsScope(Unknown.KeyScope reading, int status) {
        sandbox.switchTo(reading);
        partner.authorize(Partner.firstBody(), "k");
        String id = partner.stepUp();

        assertThat(update(id, "k")).isEqualTo(status);
    }

    @Test
    void aMissingKeyMayBeAccepted() {
        sandbox.switchTo(Unknown.MissingKey.ACCEPTED);

        assertThat(partner.authorize(Partner.firstBody(), Map.of()).status()).isEqualTo(200);
        assertThat(partner.authorize(Partner.lastBody(9000), Map.of(SESSION, token()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aStepUpOrADeclineMayBeCreated() {
        sandbox.switchTo(Unknown.StepUpStatus.CREATED_201);
        sandbox.plan().nextAuthorize(Result.STEP_UP_REQUIRED, Result.DECLINED, Result.APPROVED);

        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(201);
        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(201);
        assertThat(partner.authorize(Partner.firstBody()).status()).isEqualTo(200);
    }

    @Test
    void headlessMayHaveAUrl() {
        sandbox.switchTo(Unknown.HeadlessUrl.PRESENT);

        assertThat(partner.authorize(Partner.firstBody().replace("HANDOVER", "HEADLESS"))
                        .text("/payment_request/state_context/customer_interaction/payment_request_url"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "CUSTOMER_INTERACTION, /payment_request/state_context/customer_interaction/qr_code/image_url",
        "STATE_CONTEXT, /payment_request/state_context/qr_code/image_url",
        "PAYMENT_REQUEST, /payment_request/qr_code/image_url"
    })
    void theQrCodeStandsWhereItIsSwitched(Unknown.QrCodePlace reading, String pointer) {
        sandbox.switchTo(reading);

        Partner.Heard heard = partner.authorize(Partner.firstBody().replace("HANDOVER", "QR_CODE"));

        assertThat(heard.text(pointer)).endsWith("/qr.svg");
        assertThat(heard.raw().body().split("qr_code", -1)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"KNOWN, PARTNER_CANCELED", "UNHEARD_OF, SOMETHING_NEW", "ABSENT, ''"})
    void aReasonIsKnownOrNot(Unknown.StateReasons reading, String reason) {
        sandbox.switchTo(reading);

        assertThat(partner.cancel(partner.stepUp()).text("/state_reason")).isEqualTo(reason);
    }

    @Test
    void answersMayHoldFieldsAndValuesThatNobodyKnows() {
        sandbox.switchTo(Unknown.ExtraFields.PRESENT, Unknown.EnumValues.UNHEARD_OF);

        Partner.Heard heard = partner.authorize(Partner.firstBody());

        assertThat(heard.json().has("unheard_of")).isTrue();
        assertThat(heard.json().at("/payment_request/state_context").has("unheard_of"))
                .isTrue();
        assertThat(heard.text("/payment_request/state_context/customer_interaction/method"))
                .isEqualTo("TELEPATHY");
        assertThat(partner.cancel(heard.text("/payment_request/payment_request_id"))
                        .text("/previous_state"))
                .isEqualTo("UNDER_REVIEW");
        assertThat(partner.authorize("{}").json().has("unheard_of")).isTrue();
    }

    private int update(String id, String key) {
        return partner.send(partner.request(partner.accountPath() + "/requests/" + id)
                        .header("Content-Type", "application/json")
                        .header("Klarna-Idempotency-Key", key)
                        .method("PATCH", java.net.http.HttpRequest.BodyPublishers.ofString("{\"amount\":9500}"))
                        .build())
                .status();
    }

    private String token() {
        return requireNonNull(sandbox.customer(partner.stepUp()).approve().sessionToken());
    }

    private static int status(Reading reading) {
        return Integer.parseInt(reading.name().substring(reading.name().length() - 3));
    }
}
