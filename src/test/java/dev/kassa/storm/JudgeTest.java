package dev.kassa.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.IdempotencyKey;
import dev.kassa.klarna.Klarna;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.PaymentTransactionReference;
import dev.kassa.klarna.Reading;
import dev.kassa.klarna.Standing;
import dev.kassa.klarna.UpdatePaymentRequest;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The storm's judge sees what it is there to see: here Kassa works with clients that do what must never happen. */
class JudgeTest {
    @Test
    void aClientThatDoesAllOfItIsFoundOut() {
        assertThat(rulesBroken(Liar::new, 60)).contains(1, 3, 4, 6, 7, 8, 9);
    }

    @Test
    void aTokenThatIsNeverSpentIsFoundOut() {
        assertThat(rulesBroken(Miser::new, 15)).containsExactly(2);
    }

    private static Set<Integer> rulesBroken(UnaryOperator<Klarna> worse, int checkouts) {
        try (var storm = new Storm(1, new Size(checkouts, 100, 0), worse)) {
            storm.blow(_ -> {});
            return new Judge(storm.aftermath())
                    .judge().violations.stream().map(Violation::rule).collect(Collectors.toSet());
        }
    }

    /** The client that ships, in other hands. */
    private static class Bad implements Klarna {
        final Klarna good;

        Bad(Klarna good) {
            this.good = good;
        }

        @Override
        public Authorization authorizePayment(AuthorizePayment call) {
            return good.authorizePayment(call);
        }

        @Override
        public Reading readPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
            return good.readPaymentRequest(account, id);
        }

        @Override
        public Standing cancelPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
            return good.cancelPaymentRequest(account, id);
        }

        @Override
        public PaymentRequest updatePaymentRequest(UpdatePaymentRequest call) {
            return good.updatePaymentRequest(call);
        }

        @Override
        public Authorization finalizeAuthorization(FinalizeAuthorization call, PaymentToken token) {
            return good.finalizeAuthorization(call, token);
        }
    }

    private static final class Miser extends Bad {
        Miser(Klarna good) {
            super(good);
        }

        @Override
        public Authorization finalizeAuthorization(FinalizeAuthorization call, PaymentToken token) {
            throw new KlarnaException.Transient(
                    new KlarnaException.Details("finalize", null, null, null, "not today", null, List.of()), null);
        }
    }

    private static final class Liar extends Bad {
        Liar(Klarna good) {
            super(good);
        }

        /** Once more under another name. */
        @Override
        public Authorization authorizePayment(AuthorizePayment call) {
            var answer = good.authorizePayment(call);
            if (answer instanceof Authorization.Approved) {
                good.authorizePayment(new AuthorizePayment(
                        call.account(),
                        new IdempotencyKey(UUID.randomUUID().toString()),
                        new PaymentTransactionReference(call.paymentTransactionReference() + "x"),
                        call.payment(),
                        call.stepUp(),
                        null));
            }
            return answer;
        }

        /** It will be open still. */
        @Override
        public Reading readPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
            return new Reading(new Standing.Stands(standing(id, PaymentRequestState.SUBMITTED)), null);
        }

        /** It is, as far as this one cares; a look at somebody else's account instead. */
        @Override
        public Standing cancelPaymentRequest(PartnerAccountId account, PaymentRequestId id) {
            var others = Shop.ALL.stream()
                    .map(Shop::account)
                    .filter(other -> !other.equals(account.value()))
                    .findFirst()
                    .orElseThrow();
            good.readPaymentRequest(new PartnerAccountId(others), id);
            return new Standing.Stands(standing(id, PaymentRequestState.CANCELED));
        }

        /** With a word to the log, and another body under the same key; and then it says that there is no money. */
        @Override
        public Authorization finalizeAuthorization(FinalizeAuthorization call, PaymentToken token) {
            LoggerFactory.getLogger("dev.kassa.storm.liar").warn("the token is {}", token.revealWithKind());
            good.finalizeAuthorization(call, token);
            try {
                good.finalizeAuthorization(
                        new FinalizeAuthorization(
                                call.account(),
                                call.key(),
                                call.paymentTransactionReference(),
                                call.payment().transactionOnly()),
                        token);
            } catch (KlarnaException _) {
                // So Klarna says, too.
            }
            return new Authorization.Declined(null);
        }

        private static PaymentRequest standing(PaymentRequestId id, PaymentRequestState state) {
            return new PaymentRequest(id, null, state, null, null, null, null, null, null, null);
        }
    }
}
