package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PartnerAccountId;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/** How Kassa stays below Klarna's rate limits; time passes only where a call waits for its turn. */
class CallBudgetTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final PartnerAccountId OTHER = new PartnerAccountId("krn:partner:other");

    private final FakeTime time = new FakeTime();
    private final CallBudget budget = new CallBudget(new CallRates(40, 200), time, time::sleep);

    @ParameterizedTest
    @CsvSource({"AUTHORIZE_PAYMENT, 40", "FINALIZE_AUTHORIZATION, 40", "CANCEL_PAYMENT_REQUEST, 200"})
    void inNoSecondOfAnyStormDoesKlarnaGetMoreThanItsRate(Operation operation, int rate) {
        time.pass(Duration.ofSeconds(10));
        var sent = new ArrayList<Long>();
        for (int i = 0; i < rate * 4; i++) {
            budget.takeTurn(call(operation, Urgency.MONEY_AT_RISK, Calls.ACCOUNT), PATIENCE);
            sent.add(time.now);
        }

        for (int i = 0; i + rate < sent.size(); i++) {
            assertThat(sent.get(i + rate) - sent.get(i))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(990).toNanos());
        }
        assertThat(Duration.ofNanos(sent.getLast())).isLessThan(Duration.ofSeconds(17));
    }

    @Test
    void whatCanWaitGetsThreeQuartersAndLeavesTheRestToMoneyAtRisk() {
        for (int i = 0; i < 120; i++) {
            tryTurn(budget, call(Operation.READ_PAYMENT_REQUEST, Urgency.CAN_WAIT, Calls.ACCOUNT), Duration.ZERO);
        }
        int reads = 0;
        for (int i = 0; i < 1000; i++) {
            time.pass(Duration.ofMillis(1));
            if (tryTurn(budget, call(Operation.READ_PAYMENT_REQUEST, Urgency.CAN_WAIT, Calls.ACCOUNT), Duration.ZERO)) {
                reads++;
            }
        }
        int cancels = 0;
        while (tryTurn(
                budget, call(Operation.CANCEL_PAYMENT_REQUEST, Urgency.MONEY_AT_RISK, Calls.ACCOUNT), Duration.ZERO)) {
            cancels++;
        }

        assertThat(reads).isBetween(100, 150);
        assertThat(cancels).isGreaterThanOrEqualTo(25);
    }

    @Test
    void aStormOfReadsDoesNotKeepACancelWaiting() {
        for (int i = 0; i < 5000; i++) {
            tryTurn(
                    budget,
                    call(Operation.READ_PAYMENT_REQUEST, Urgency.CAN_WAIT, Calls.ACCOUNT),
                    Duration.ofMillis(200));
        }

        var before = time.now;
        budget.takeTurn(call(Operation.CANCEL_PAYMENT_REQUEST, Urgency.MONEY_AT_RISK, Calls.ACCOUNT), PATIENCE);

        assertThat(Duration.ofNanos(time.now - before)).isLessThan(Duration.ofMillis(20));
    }

    @Test
    void whoWouldWaitTooLongIsTurnedAwayAndToldWhenToComeBack() {
        var call = call(Operation.AUTHORIZE_PAYMENT, Urgency.CAN_WAIT, Calls.ACCOUNT);
        while (tryTurn(budget, call, Duration.ZERO)) {
            // Uses up what may go at once.
        }
        var before = time.now;

        assertThatThrownBy(() -> budget.takeTurn(call, Duration.ofMillis(10)))
                .isInstanceOfSatisfying(
                        KlarnaException.Transient.class,
                        turnedAway ->
                                assertThat(turnedAway.details().retryAfter()).isEqualTo(Duration.ofSeconds(5)))
                .hasMessage("authorizePayment: not sent, Kassa stays below Klarna's rate limit for "
                        + "Payment Transaction Authorization");
        assertThat(time.now).isEqualTo(before);
        budget.takeTurn(call, Duration.ofMillis(100));
        assertThat(time.now).isGreaterThan(before);
    }

    @Test
    void beingTurnedAwayCostsNoTurn() {
        var call = call(Operation.AUTHORIZE_PAYMENT, Urgency.CAN_WAIT, Calls.ACCOUNT);
        for (int i = 0; i < 10_000; i++) {
            tryTurn(budget, call, Duration.ZERO);
        }

        budget.takeTurn(call, Duration.ofMillis(50));
        budget.takeTurn(call(Operation.FINALIZE_AUTHORIZATION, Urgency.MONEY_AT_RISK, Calls.ACCOUNT), Duration.ZERO);
    }

    @ParameterizedTest
    @CsvSource({
        // status, Retry-After, X-Ratelimit-Remaining, X-Ratelimit-Reset, milliseconds until the next call
        "429, , , , 1000",
        "429, , 0, 1, 1000",
        "429, 3, , 1, 3000",
        "429, 7200, , , 60000",
        "200, , 0, 2, 2000",
        "200, , 0, , 1000",
        "200, , 5, 2, 0",
        "200, , , 2, 0",
        "503, , , 2, 0",
    })
    void whatKlarnaAsksForIsHeeded(
            int status,
            @Nullable String retryAfter,
            @Nullable String remaining,
            @Nullable String reset,
            long milliseconds) {
        var call = call(Operation.AUTHORIZE_PAYMENT, Urgency.MONEY_AT_RISK, Calls.ACCOUNT);
        var headers = new HttpHeaders();
        set(headers, "Retry-After", retryAfter);
        set(headers, "X-Ratelimit-Remaining", remaining);
        set(headers, "X-Ratelimit-Reset", reset);
        budget.heed(call, new Answer(status, headers, new byte[0]));

        var before = time.now;
        budget.takeTurn(call, Duration.ofMinutes(2));
        assertThat(Duration.ofNanos(time.now - before)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @CsvSource({"MONEY_AT_RISK, 200", "MONEY_AT_RISK, 1000", "CAN_WAIT, 1000"})
    void whoWaitedForTheEndOfAPauseDoesNotGoTogetherWithAllOthers(Urgency urgency, long milliseconds) {
        time.pass(Duration.ofSeconds(10));
        var call = call(Operation.AUTHORIZE_PAYMENT, urgency, Calls.ACCOUNT);
        var headers = new HttpHeaders();
        headers.set("X-Ratelimit-Remaining", "0");
        headers.set("X-Ratelimit-Reset", "1");
        budget.heed(call, new Answer(200, headers, new byte[0]));
        time.pass(Duration.ofMillis(1000 - milliseconds));

        var sent = new ArrayList<Long>();
        for (int i = 0; i < 4000; i++) {
            var arrives = time.now;
            if (tryTurn(budget, call, Duration.ofMillis(1500))) {
                sent.add(time.now);
            }
            // The others do not wait for this one.
            time.now = arrives + Duration.ofMillis(1).toNanos();
        }
        sent.sort(null);

        assertThat(sent).hasSizeGreaterThan(80);
        for (int i = 0; i + 40 < sent.size(); i++) {
            assertThat(sent.get(i + 40) - sent.get(i))
                    .as("turn %d", i)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(990).toNanos());
        }
    }

    @Test
    void aPauseForOneMerchantIsNoneForTheOthersAndNoneForOtherCalls() {
        var call = call(Operation.AUTHORIZE_PAYMENT, Urgency.CAN_WAIT, Calls.ACCOUNT);
        budget.heed(call, new Answer(429, new HttpHeaders(), new byte[0]));

        assertThat(tryTurn(budget, call, Duration.ofMillis(900))).isFalse();
        assertThat(tryTurn(budget, call(Operation.AUTHORIZE_PAYMENT, Urgency.CAN_WAIT, OTHER), Duration.ZERO))
                .isTrue();
        assertThat(tryTurn(
                        budget, call(Operation.READ_PAYMENT_REQUEST, Urgency.CAN_WAIT, Calls.ACCOUNT), Duration.ZERO))
                .isTrue();
    }

    @Test
    void allMerchantsTogetherStayBelowTheRateToo() {
        int sent = 0;
        for (int account = 0; account < 100; account++) {
            var call = call(Operation.AUTHORIZE_PAYMENT, Urgency.MONEY_AT_RISK, new PartnerAccountId("a" + account));
            if (tryTurn(budget, call, Duration.ZERO)) {
                sent++;
            }
        }

        assertThat(sent).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(Urgency.class)
    void whoIsTurnedAwayForTheSakeOfOthersHasLostNothingOfHisOwn(Urgency urgency) {
        while (tryTurn(budget, call(Operation.AUTHORIZE_PAYMENT, Urgency.MONEY_AT_RISK, OTHER), Duration.ZERO)) {
            // Another merchant uses up what all of them may send at once.
        }
        var call = call(Operation.AUTHORIZE_PAYMENT, urgency, Calls.ACCOUNT);
        for (int i = 0; i < 50; i++) {
            tryTurn(budget, call, Duration.ZERO);
        }
        time.pass(Duration.ofMillis(101));

        int sent = 0;
        while (tryTurn(budget, call, Duration.ZERO)) {
            sent++;
        }
        assertThat(sent).isEqualTo(3);
    }

    @Test
    void whatCanWaitLosesNothingOfItsShareToMoneyAtRisk() {
        while (tryTurn(
                budget, call(Operation.AUTHORIZE_PAYMENT, Urgency.MONEY_AT_RISK, Calls.ACCOUNT), Duration.ZERO)) {
            // Final authorizations use up everything.
        }
        var call = call(Operation.AUTHORIZE_PAYMENT, Urgency.CAN_WAIT, Calls.ACCOUNT);
        for (int i = 0; i < 50; i++) {
            tryTurn(budget, call, Duration.ZERO);
        }
        time.pass(Duration.ofMillis(101));

        int sent = 0;
        while (tryTurn(budget, call, Duration.ZERO)) {
            sent++;
        }
        assertThat(sent).isEqualTo(3);
    }

    @Test
    void aSmallerLimitIsSharedLikeALargerOne() {
        var canWait = call(Operation.AUTHORIZE_PAYMENT, Urgency.CAN_WAIT, Calls.ACCOUNT);
        budget.heed(canWait, answer("X-Ratelimit-Limit", "10"));
        time.pass(Duration.ofSeconds(5));

        assertThat(tryTurn(budget, canWait, Duration.ZERO)).isTrue();
        assertThat(tryTurn(budget, canWait, Duration.ZERO)).isFalse();
        assertThat(tryTurn(
                        budget,
                        call(Operation.FINALIZE_AUTHORIZATION, Urgency.MONEY_AT_RISK, Calls.ACCOUNT),
                        Duration.ZERO))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10, 10;w=1;name=\"partner\"      | 9",
                "10                              | 9",
                "600, 40;w=1, 600;w=60           | 9",
                "600, 600;name=\"hour\";w=60      | 9",
                "1, 1;w=1                        | 1",
                "1000, 1000;w=1                  | 40",
                "0                               | 1",
                "many                            | 40",
            })
    void aSmallerLimitInKlarnasHeadersIsStayedBelow(String header, int perSecond) {
        var call = call(Operation.AUTHORIZE_PAYMENT, Urgency.MONEY_AT_RISK, Calls.ACCOUNT);
        budget.heed(call, answer("X-Ratelimit-Limit", header));
        time.pass(Duration.ofSeconds(5));

        int first = Math.max(1, perSecond / 4);
        int sent = 0;
        while (tryTurn(budget, call, Duration.ZERO)) {
            sent++;
        }
        assertThat(sent).isEqualTo(first);
        int more = 0;
        for (int i = 0; i < 400; i++) {
            time.pass(Duration.ofMillis(5));
            more += tryTurn(budget, call, Duration.ZERO) ? 1 : 0;
        }
        assertThat(more).isBetween((perSecond - first) * 2 - 1, Math.max(1, (perSecond - first) * 2));
    }

    @Test
    void aLimitThatIsRaisedAgainIsUsedUpToTheConfiguredRate() {
        var call = call(Operation.AUTHORIZE_PAYMENT, Urgency.MONEY_AT_RISK, Calls.ACCOUNT);
        budget.heed(call, answer("X-Ratelimit-Limit", "4"));
        budget.heed(call, answer("X-Ratelimit-Limit", "4000"));
        time.pass(Duration.ofSeconds(5));

        int sent = 0;
        while (tryTurn(budget, call, Duration.ZERO)) {
            sent++;
        }
        assertThat(sent).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "10, 10", "39, 10"})
    void whatOtherReplicasHaveUsedIsNotUsedAgain(String remaining, int left) {
        var call = call(Operation.AUTHORIZE_PAYMENT, Urgency.MONEY_AT_RISK, Calls.ACCOUNT);
        budget.heed(call, answer("X-Ratelimit-Remaining", remaining));

        int sent = 0;
        while (tryTurn(budget, call, Duration.ZERO)) {
            sent++;
        }
        assertThat(sent).isEqualTo(left);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void everyOperationBelongsToTheCategoryThatKlarnaCountsItIn(Operation operation) {
        var category = switch (operation) {
            case AUTHORIZE_PAYMENT, FINALIZE_AUTHORIZATION -> CallCategory.AUTHORIZATION;
            case READ_PAYMENT_REQUEST, CANCEL_PAYMENT_REQUEST, UPDATE_PAYMENT_REQUEST -> CallCategory.MANAGEMENT;
        };
        assertThat(operation.category()).isEqualTo(category);
    }

    @Test
    void theUsualRatesAreBelowTheOnlyNumbersThatKlarnaEverPublished() {
        assertThat(CallRates.LIVE.authorizations()).isLessThan(40);
        assertThat(CallRates.LIVE.management()).isLessThan(200);
        assertThat(CallRates.TEST.authorizations()).isLessThan(5);
        assertThat(CallRates.TEST.management()).isLessThan(50);
    }

    @Test
    void twoOfEachCanBeShared() {
        assertThat(new CallRates(2, 2).management()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"1, 200", "40, 1"})
    void aRateThatLeavesNothingToShareIsRefused(int authorizations, int management) {
        assertThatThrownBy(() -> new CallRates(authorizations, management))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean tryTurn(CallBudget budget, Outgoing call, Duration patience) {
        try {
            budget.takeTurn(call, patience);
            return true;
        } catch (KlarnaException.Transient turnedAway) {
            return false;
        }
    }

    private static Answer answer(String header, String value) {
        var headers = new HttpHeaders();
        headers.set(header, value);
        return new Answer(200, headers, new byte[0]);
    }

    private static void set(HttpHeaders headers, String name, @Nullable String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }

    private static Outgoing call(Operation operation, Urgency urgency, PartnerAccountId account) {
        var endpoint = new Endpoint(HttpMethod.GET, URI.create("http://127.0.0.1/"));
        return new Outgoing(operation, urgency, account, "chk_1", endpoint, Map.of(), null);
    }
}
