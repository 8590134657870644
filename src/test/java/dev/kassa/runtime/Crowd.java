package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.RequestState;
import dev.kassa.sandbox.Sandbox;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Many checkouts at once, and what becomes of each: decided beforehand, done when it is its turn, judged at the end. */
final class Crowd {
    /** Longer than any outage here; a merchant and a browser ask again for as long. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Executor PEOPLE = Executors.newVirtualThreadPerTaskExecutor();

    private final Sandbox klarna;
    private final Shop shop;
    private final Queue<Checkout> undecided = new ArrayDeque<>();
    private final List<Checkout> all = new ArrayList<>();
    private final List<CompletableFuture<Void>> deeds = Collections.synchronizedList(new ArrayList<>());

    Crowd(Sandbox klarna, Shop shop) {
        this.klarna = klarna;
        this.shop = shop;
    }

    /** What a customer, or the merchant in the customer's stead, does, and how the checkout then ends. */
    enum Decision {
        APPROVE_AND_RETURN("AUTHORIZED"),
        APPROVE_AND_CLOSE_THE_BROWSER("AUTHORIZED"),
        DECLINED_BY_KLARNA("DECLINED"),
        CANCELED_BY_THE_MERCHANT("CANCELED"),
        LEAVE("EXPIRED");

        private final String end;

        Decision(String end) {
            this.end = end;
        }
    }

    /** One of them. */
    record Checkout(Order order, Decision decision, String id) {}

    /** Starts so many at once; all wait for their customers then. Every fifth is left until its session ends. */
    void start(int count, Random random) {
        var starting = new ArrayList<CompletableFuture<Checkout>>();
        for (int number = 0; number < count; number++) {
            var decision = Decision.values()[number % Decision.values().length];
            var session = decision == Decision.LEAVE ? Duration.ofSeconds(60 + number * 2L) : Duration.ofHours(1);
            starting.add(CompletableFuture.supplyAsync(() -> started(decision, session), PEOPLE));
        }
        starting.stream().map(CompletableFuture::join).forEach(all::add);
        Collections.shuffle(all, random);
        undecided.addAll(all);
    }

    private Checkout started(Decision decision, Duration session) {
        var order = Order.any().withSession(session.toString());
        var answer = shop.startsUntilTemporalIsThere(order);
        var id = answer.id();
        if (!answer.state().equals("AWAITING_CUSTOMER")) {
            eventually(
                    "the checkout", "AWAITING_CUSTOMER", () -> shop.asksFor(id).state());
        }
        return new Checkout(order, decision, id);
    }

    /** So many of those that have not decided yet do so now, whatever is away; nobody waits for what comes of it. */
    void decide(int count) {
        for (int number = 0; number < count && !undecided.isEmpty(); number++) {
            var next = undecided.remove();
            deeds.add(CompletableFuture.runAsync(() -> act(next), PEOPLE));
        }
    }

    int undecided() {
        return undecided.size();
    }

    private void act(Checkout checkout) {
        var customer = klarna.customer(checkout.order().reference());
        switch (checkout.decision()) {
            case APPROVE_AND_RETURN -> {
                customer.enter();
                customer.approve();
                returns(checkout);
            }
            case APPROVE_AND_CLOSE_THE_BROWSER -> customer.approve();
            case DECLINED_BY_KLARNA -> {
                customer.enter();
                customer.decline();
                returns(checkout);
            }
            case CANCELED_BY_THE_MERCHANT ->
                eventually(
                        "status of the answer to the merchant's cancel",
                        200,
                        () -> shop.cancels(checkout.id()).status());
            case LEAVE -> {}
        }
    }

    /** The browser loads the page again until it is sent on to the shop. */
    private void returns(Checkout checkout) {
        var url = klarna.find(checkout.order().reference()).orElseThrow().returnUrl();
        var back = URI.create(Objects.requireNonNull(url));
        eventually(
                "status of the browser's page",
                303,
                () -> shop.browserOpens(back).statusCode());
    }

    private static <T> void eventually(String what, T expected, Callable<T> actual) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .pollDelay(Duration.ZERO)
                .ignoreExceptions()
                .until(actual, expected::equals);
    }

    /** Waits until every checkout has ended, or has had so long; and until everybody has been answered. */
    void awaitEnds(Duration limit) {
        deeds.forEach(CompletableFuture::join);
        try {
            Awaitility.await("all checkouts end")
                    .atMost(limit)
                    .pollInterval(Duration.ofSeconds(2))
                    .ignoreExceptions()
                    .until(() -> all.stream().allMatch(this::hasEnded));
        } catch (ConditionTimeoutException _) {
            // Which have not, and how they stand, the verdict tells.
        }
    }

    private boolean hasEnded(Checkout checkout) {
        return shop.asksFor(checkout.id()).state().equals(checkout.decision().end);
    }

    /** How each stands, counted by what was decided. */
    Map<Decision, Map<String, Integer>> ends() {
        var ends = new TreeMap<Decision, Map<String, Integer>>();
        for (Checkout checkout : all) {
            ends.computeIfAbsent(checkout.decision(), _ -> new TreeMap<>())
                    .merge(shop.asksFor(checkout.id()).state(), 1, Integer::sum);
        }
        return ends;
    }

    /** By Klarna's ledger, order by order: as it was decided, one transaction or none, nothing open. */
    void judge() {
        for (Checkout checkout : all) {
            assertThat(shop.asksFor(checkout.id()).state())
                    .as("%s, %s", checkout.id(), checkout.decision())
                    .isEqualTo(checkout.decision().end);
            var books = Books.of(klarna, checkout.order());
            if (checkout.decision().end.equals("AUTHORIZED")) {
                books.showOnePayment();
            } else {
                books.showNoPayment();
            }
            assertThat(books.paymentRequest().state())
                    .isIn(RequestState.COMPLETED, RequestState.DECLINED, RequestState.CANCELED, RequestState.EXPIRED);
        }
        assertThat(klarna.judgement().isClean()).as("Klarna's own judgement").isTrue();
    }
}
