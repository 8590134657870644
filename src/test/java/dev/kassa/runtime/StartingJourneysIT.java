package dev.kassa.runtime;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Effect;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.WebhookFault;
import dev.kassa.sandbox.WebhookSettings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Starting twice, asking, and everybody who has no business here. */
class StartingJourneysIT extends Journeys {
    @Test
    void theSameStartAgainIsTheSameCheckout() {
        var started = shop().starts(order);

        var again = shop().posts(
                        "/v1/checkouts", order.json().replace("\n", "").replace("}}", "}, \"capture\":\"LATER\"}"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(started.body());
        assertThat(books().calls(Operation.AUTHORIZE)).hasSize(1);
    }

    @Test
    void theSameReferenceWithAnotherAmountIsRefused() {
        var started = shop().starts(order);

        var other = shop().starts(order.withAmount(1));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.text("/type")).isEqualTo("/problems/reference-reused");
        assertThat(shop().asksFor(started.id()).body().at("/amount").intValue()).isEqualTo(order.amount());
    }

    @Test
    void ofTwentyStartsAtOnceByEachOfTwoMerchantsOneEachMakesTheCheckoutAndAllAreToldOfTheirs() {
        var ours = shop();
        var theirs = shop("other-sample-key");
        var starts = Stream.of(ours, theirs)
                .map(merchant -> IntStream.range(0, 20)
                        .mapToObj(_ -> supplyAsync(() -> merchant.startsUntilTemporalIsThere(order), CALLERS))
                        .toList())
                .toList();

        var checkouts = starts.stream().map(StartingJourneysIT::theOneCheckout).toList();

        assertThat(checkouts).doesNotHaveDuplicates();
        assertThat(books().calls(Operation.AUTHORIZE).stream()
                        .filter(call -> call.effect() == Effect.CREATED_REQUEST)
                        .collect(groupingBy(LedgerEntry::account, counting())))
                .isEqualTo(Map.of(
                        "krn:partner:global:account:test:HGBY07TR",
                        1L,
                        "krn:partner:global:account:test:OTHER001",
                        1L));
        assertThat(theirs.starts(order.withAmount(1)).status()).isEqualTo(409);
        theirs.cancels(checkouts.getLast());
        assertThat(theirs.starts(order).status()).isEqualTo(200);
        assertThat(theirs.starts(order).state()).isEqualTo("CANCELED");
        assertThat(ours.starts(order).state()).isEqualTo("AWAITING_CUSTOMER");
        ours.customerApproves(ours.starts(order));
        ours.waitsForTheEndOf(checkouts.getFirst());
        assertThat(ours.starts(order).status()).isEqualTo(200);
        assertThat(ours.starts(order).state()).isEqualTo("AUTHORIZED");
        assertThat(ours.starts(order.withAmount(1)).status()).isEqualTo(409);
        books().showOnePayment();
    }

    private static String theOneCheckout(List<CompletableFuture<Shop.Answer>> starts) {
        var answers = starts.stream().map(CompletableFuture::join).toList();
        assertThat(answers.stream().collect(groupingBy(Shop.Answer::status, counting())))
                .isEqualTo(Map.of(201, 1L, 200, 19L));
        var ids = answers.stream().map(Shop.Answer::id).distinct().toList();
        assertThat(ids).hasSize(1);
        return ids.getFirst();
    }

    @Test
    void whoeverWaitsIsAnsweredWhenTheTimeIsUpAndLeavesNoTrace() {
        var started = shop().starts(order);
        long before = historyLength(started);
        var began = Instant.now();

        var waited = shop().waitsFor(started.id(), 1);

        assertThat(Duration.between(began, Instant.now())).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
        assertThat(waited.state()).isEqualTo("AWAITING_CUSTOMER");
        assertThat(waited.header("Preference-Applied")).isEqualTo("wait=1");
        assertThat(historyLength(started)).isEqualTo(before);
    }

    @Test
    void aForgedWebhookIsRefusedAndMovesNothing() {
        klarna.webhookFaults().allFor(order.reference(), WebhookFault.LOST);
        var started = shop().starts(order);
        var back = shop().customerApproves(started);
        var request = books().paymentRequest().id();
        var event = klarna.deliveries().stream()
                .filter(delivery -> delivery.paymentRequestId().equals(request))
                .filter(delivery -> delivery.eventType().endsWith(".completed"))
                .findFirst()
                .orElseThrow();

        int forged =
                shop().knocks(event.body(), "0".repeat(64), "krn:partner:global:notification:signing-key:embedded");
        int stranger = shop().knocks(event.body(), "0".repeat(64), WebhookSettings.DEMO_SIGNING_KEY_ID);

        assertThat(forged).isEqualTo(400);
        assertThat(stranger).isEqualTo(400);
        assertThat(shop().asksFor(started.id()).state()).isEqualTo("AWAITING_CUSTOMER");
        shop().browserFollows(back);
        assertThat(shop().waitsForTheEndOf(started.id()).state()).isEqualTo("AUTHORIZED");
    }

    @Test
    void aMerchantWithoutAKeyOfOursIsNotLetIn() {
        var refused = shop("nobodys-key").starts(order);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(books().calls(Operation.AUTHORIZE)).isEmpty();
    }

    @Test
    void anotherMerchantsCheckoutIsAsUnknownAsNobodys() {
        var started = shop().starts(order);
        var other = shop("other-sample-key");

        assertThat(other.asksFor(started.id()).status()).isEqualTo(404);
        assertThat(other.cancels(started.id()).status()).isEqualTo(404);
        assertThat(other.restarts(started.id()).status()).isEqualTo(404);
        assertThat(withoutInstance(other.asksFor(started.id())))
                .isEqualTo(withoutInstance(other.asksFor("chk_" + "a".repeat(52))));
        assertThat(shop().asksFor(started.id()).state()).isEqualTo("AWAITING_CUSTOMER");
    }

    @Test
    void aReturnWithoutItsKeyLeadsNowhere() {
        var started = shop().starts(order);
        var back = Objects.requireNonNull(books().paymentRequest().returnUrl());
        var bare = URI.create(back.replaceAll("[?].*", ""));

        assertThat(shop().browserOpens(bare).statusCode()).isEqualTo(404);
        assertThat(shop().browserOpens(URI.create(bare + "?k=1.x")).statusCode())
                .isEqualTo(404);
        assertThat(shop().browserOpens(URI.create(back)).statusCode()).isEqualTo(303);
        assertThat(shop().asksFor(started.id()).state()).isEqualTo("AWAITING_CUSTOMER");
    }

    private long historyLength(Shop.Answer started) {
        return temporal.fetchHistory(started.id()).getEvents().size();
    }

    private static String withoutInstance(Shop.Answer answer) {
        return answer.body().toString().replaceAll("\"instance\":\"[^\"]*\"", "");
    }
}
