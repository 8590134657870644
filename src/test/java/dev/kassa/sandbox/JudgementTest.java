package dev.kassa.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each wrong that a partner can do to Klarna is seen by the judge. */
class JudgementTest {

    private static final String SESSION = "Klarna-Network-Session-Token";

    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults().withTicking(false));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
    }

    @Test
    void nothingDoneIsNothingWrong() {
        assertThat(sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void twoTransactionsForOnePurchaseAreSeen() {
        sandbox.plan().nextAuthorize(Result.APPROVED, Result.APPROVED);
        partner.authorize(Partner.firstBody("chk_1-1", "\"interaction_expiry\":{\"duration\":\"PT30M\"}"));
        partner.authorize(Partner.firstBody("chk_1-2", "\"interaction_expiry\":{\"duration\":\"PT30M\"}"));

        assertThat(sandbox.judgement().transactionsPerPurchase()).containsExactly(Map.entry(Partner.PURCHASE, 2));
        assertThat(sandbox.judgement().isClean()).isFalse();
    }

    @Test
    void twoTransactionsOfOneReferenceAreSeenWhateverTheirPurchases() {
        sandbox.plan().nextAuthorize(Result.APPROVED, Result.APPROVED);
        partner.authorize(Partner.firstBody());
        partner.authorize(Partner.firstBody().replace("ORD-42", "ORD-43"));

        assertThat(sandbox.judgement().transactionsPerReference()).containsExactly(Map.entry("chk_1-1-tx", 2));
        assertThat(sandbox.judgement().isClean()).isFalse();
    }

    @Test
    void aRequestLeftOpenOrCompletedAndForgottenIsSeenWhileMoneyMayCome() {
        String id = partner.stepUp();
        assertThat(sandbox.judgement().isClean()).isFalse();
        sandbox.customer(id).approve();
        assertThat(sandbox.judgement().openPaymentRequests())
                .extracting(PaymentRequestView::id)
                .containsExactly(id);

        sandbox.advance(Duration.ofHours(1));

        assertThat(sandbox.judgement().isClean()).isTrue();
    }

    @Test
    void aLateTokenIsSeenEvenIfNobodyHeardTheAnswer() {
        String token =
                requireNonNull(sandbox.customer(partner.stepUp()).approve().sessionToken());
        sandbox.advance(Duration.ofHours(1));
        sandbox.faults().next(Operation.FINAL_AUTHORIZE, Fault.UNAVAILABLE_503);
        partner.spend(SESSION, token, Partner.lastBody(9000), "f");

        assertThat(sandbox.judgement().lateTokenUses())
                .extracting(LedgerEntry::fault)
                .containsExactly("UNAVAILABLE_503");
        assertThat(sandbox.judgement().isClean()).isFalse();
    }

    @Test
    void aKeyWithAnotherBodyPathOrTokenIsSeen() {
        String id = partner.stepUp();
        partner.authorize(Partner.firstBody(), "body");
        partner.authorize(Partner.firstBody().replace("ORD-42", "ORD-43"), "body");
        String first = requireNonNull(sandbox.customer(id).approve().sessionToken());
        partner.spend(SESSION, first, Partner.lastBody(9000), "token");
        partner.spend(SESSION, "krn:another", Partner.lastBody(9000), "token");

        assertThat(sandbox.judgement().keysWithTwoBodies()).containsExactly("body", "token");
        assertThat(sandbox.judgement().isClean()).isFalse();
    }

    @Test
    void aKeyThatComesAgainAfter23HoursIsSeenAndAfter24TwiceOver() {
        sandbox.plan().nextAuthorize(Result.DECLINED);
        partner.authorize(Partner.firstBody(), "k");
        sandbox.advance(Duration.ofHours(23));
        partner.authorize(Partner.firstBody(), "k");

        assertThat(sandbox.judgement().keysPast23Hours()).containsExactly("k");
        assertThat(sandbox.judgement().keysPast24Hours()).isEmpty();
        assertThat(sandbox.judgement().isClean()).isFalse();
        sandbox.advance(Duration.ofHours(1));
        partner.authorize(Partner.firstBody(), "k");

        assertThat(sandbox.judgement().keysPast24Hours()).containsExactly("k");
    }
}
