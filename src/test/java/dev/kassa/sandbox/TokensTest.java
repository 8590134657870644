package dev.kassa.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private static final String SESSION = "Klarna-Network-Session-Token";
    private static final String PAYMENT = "Klarna-Payment-Token";
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
    @ValueSource(strings = {SESSION, PAYMENT})
    void eachTokenInItsOwnHeaderMakesTheTransaction(String header) {
        Partner.Heard heard = partner.spend(header, token(header), Partner.lastBody(9000), "f");

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.text("/payment_transaction_response/result")).isEqualTo("APPROVED");
        assertThat(heard.text("/payment_transaction_response/payment_transaction/payment_transaction_reference"))
                .isEqualTo("chk_1-1-tx");
        assertThat(sandbox.judgement().transactionsPerPurchase()).containsExactly(Map.entry(Partner.PURCHASE, 1));
        assertThat(sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void aTokenInTheOtherHeaderIsUnknown() {
        assertThat(partner.spend(PAYMENT, token(SESSION), Partner.lastBody(9000), "f")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theWholeFirstPayloadIsTakenToo() {
        String token = token(SESSION);
        String body = Partner.firstBody().replaceFirst(",\"step_up_config\".*", "}");

        assertThat(partner.spend(SESSION, token, body, "f").status()).isEqualTo(200);
    }

    @Test
    void aTokenBesideAStepUpIsRefused() {
        assertThat(partner.spend(SESSION, token(SESSION), Partner.firstBody(), "f")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void contextOfTheSdkInTheFirstCallIsNoToken() {
        assertThat(partner.spend(SESSION, "krn:network:eu1:test:session-token:sdk", Partner.firstBody(), "f")
                        .text("/payment_transaction_response/result"))
                .isEqualTo("STEP_UP_REQUIRED");
    }

    @Test
    void theSameCallGetsTheSameAnswerHoweverOften() {
        String token = token(SESSION);
        Partner.Heard first = partner.spend(SESSION, token, Partner.lastBody(9000), "f");

        Partner.Heard again = partner.spend(SESSION, token, Partner.lastBody(9000), "f");

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(sandbox.ledger().getLast().effect()).isEqualTo(Effect.REPLAYED);
        assertThat(sandbox.judgement().transactionsPerPurchase()).containsEntry(Partner.PURCHASE, 1);
    }

    @ParameterizedTest
    @CsvSource({"other-key, ''", "f, ' '"})
    void aSpentTokenConflictsWithADifferingCall(String key, String blank) {
        String token = token(SESSION);
        partner.spend(SESSION, token, Partner.lastBody(9000), "f");

        Partner.Heard heard = partner.spend(SESSION, token, Partner.lastBody(9000) + blank, key);

        assertThat(heard.status()).isEqualTo(409);
        assertThat(sandbox.judgement().transactionsPerPurchase()).containsEntry(Partner.PURCHASE, 1);
    }

    @Test
    void theSecondKindOfTokenMakesNoSecondTransaction() {
        PaymentRequestView view = approved();
        partner.spend(SESSION, requireNonNull(view.sessionToken()), Partner.lastBody(9000), "f");

        assertThat(partner.spend(PAYMENT, requireNonNull(view.paymentToken()), Partner.lastBody(9000), "g")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void anotherAmountOrAccountIsRefused() {
        String token = token(SESSION);

        assertThat(partner.spend(SESSION, token, Partner.lastBody(9001), "f").status())
                .isEqualTo(400);
        assertThat(partner.authorizeOn(
                                OTHER_ACCOUNT,
                                Partner.lastBody(9000),
                                Map.of("Klarna-Idempotency-Key", "g", SESSION, token))
                        .status())
                .isEqualTo(403);
        assertThat(partner.spend(SESSION, token, Partner.lastBody(9000), "h").status())
                .isEqualTo(200);
    }

    @Test
    void aTokenLivesSixtyMinutesAndLateUseIsRecorded() {
        String token = token(SESSION);
        sandbox.advance(Duration.ofHours(1));

        assertThat(partner.spend(SESSION, token, Partner.lastBody(9000), "f").status())
                .isEqualTo(400);

        assertThat(sandbox.judgement().lateTokenUses()).hasSize(1);
        assertThat(sandbox.ledger().getLast().token()).isEqualTo(token);
    }

    @ParameterizedTest
    @EnumSource(Contradiction.FinalTokens.class)
    void theSwitchChoosesTheKindsOfToken(Contradiction.FinalTokens kinds) {
        try (Sandbox other = Sandbox.start(SandboxSettings.defaults()
                        .withSwitches(Switches.defaults().with(kinds)));
                Partner there = new Partner(other)) {
            PaymentRequestView view = other.customer(there.stepUp()).approve();

            assertThat(view.paymentToken() != null).isEqualTo(kinds != Contradiction.FinalTokens.SESSION_TOKEN);
            assertThat(view.sessionToken() != null).isEqualTo(kinds != Contradiction.FinalTokens.PAYMENT_TOKEN);
        }
    }

    @Test
    void aDeclinedFinalAuthorizationSpendsTheToken() {
        String token = token(SESSION);
        sandbox.plan().finalAuthorize(Result.DECLINED);

        Partner.Heard heard = partner.spend(SESSION, token, Partner.lastBody(9000), "f");

        assertThat(heard.text("/payment_transaction_response/result")).isEqualTo("DECLINED");
        assertThat(partner.spend(SESSION, token, Partner.lastBody(9000), "g").status())
                .isEqualTo(409);
        assertThat(sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void plansAnswerAtOnce() {
        sandbox.plan().nextAuthorize(Result.APPROVED, Result.DECLINED);
        sandbox.plan().authorizeFor("ORD-99", Result.DECLINED);

        assertThat(result(partner.authorize(Partner.firstBody()))).isEqualTo("APPROVED");
        assertThat(result(partner.authorize(Partner.firstBody()))).isEqualTo("DECLINED");
        assertThat(result(partner.authorize(Partner.firstBody()))).isEqualTo("STEP_UP_REQUIRED");
        assertThat(result(partner.authorize(Partner.firstBody().replace("ORD-42", "ORD-99"))))
                .isEqualTo("DECLINED");
        assertThat(result(partner.authorize(Partner.lastBody(9000)))).isEqualTo("APPROVED");
    }

    @Test
    void aTwinOfACallUnderWayConflicts() {
        String token = token(SESSION);
        sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.slowExecution(Duration.ofSeconds(3)));
        CompletableFuture<Partner.Heard> slow =
                CompletableFuture.supplyAsync(() -> partner.spend(SESSION, token, Partner.lastBody(9000), "f"));
        while (!sandbox.faults().rules().isEmpty()) {
            Thread.onSpinWait();
        }

        assertThat(partner.spend(SESSION, token, Partner.lastBody(9000), "g").status())
                .isEqualTo(409);
        assertThat(slow.join().status()).isEqualTo(200);
        assertThat(sandbox.judgement().transactionsPerPurchase()).containsEntry(Partner.PURCHASE, 1);
    }

    @Test
    void twentyTwinsAtOnceMakeOneTransaction() {
        String token = token(SESSION);

        List<CompletableFuture<Partner.Heard>> twins = IntStream.range(0, 20)
                .mapToObj(_ ->
                        CompletableFuture.supplyAsync(() -> partner.spend(SESSION, token, Partner.lastBody(9000), "f")))
                .toList();

        assertThat(twins.stream().map(twin -> twin.join().json()).distinct()).hasSize(1);
        assertThat(sandbox.ledger())
                .extracting(LedgerEntry::effect)
                .filteredOn(Effect.CREATED_TRANSACTION::equals)
                .hasSize(1);
    }

    @Test
    void anOpenRequestIsNoted() {
        partner.stepUp();
        assertThat(sandbox.judgement().openPaymentRequests()).hasSize(1);

        sandbox.advance(Duration.ofHours(1));

        assertThat(sandbox.judgement().openPaymentRequests()).isEmpty();
    }

    private static String result(Partner.Heard heard) {
        return heard.text("/payment_transaction_response/result");
    }

    private PaymentRequestView approved() {
        return sandbox.customer(partner.stepUp()).approve();
    }

    private String token(String header) {
        PaymentRequestView view = approved();
        return requireNonNull(header.equals(SESSION) ? view.sessionToken() : view.paymentToken());
    }
}
