package dev.kassa.storm;

import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.client.StartCheckout;
import dev.kassa.runtime.Shop;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Everybody in real time, over HTTP. Whoever is not answered asks again, as servers and browsers do. */
final class LiveDeeds implements Deeds, AutoCloseable {
    /** Longer than anything is away. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /** So long a customer waits for the page of the Payment Request to be there. */
    private static final Duration CURIOSITY = Duration.ofSeconds(15);

    private final LiveWorld world;
    private final Map<String, Shop> shops = new HashMap<>();
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger underWay = new AtomicInteger();
    /** What a merchant was answered about another's checkout. */
    final List<String> strangers = new CopyOnWriteArrayList<>();
    /** Answers that say that something in Kassa broke. */
    final AtomicInteger internalErrors = new AtomicInteger();

    LiveDeeds(LiveWorld world) {
        this.world = world;
        dev.kassa.storm.Shop.ALL.forEach(
                shop -> shops.put(shop.toString(), new Shop(world.kassa.url(), LiveWorld.apiKey(shop))));
    }

    /** Whether somebody still waits for an answer. */
    boolean isAnybodyWaiting() {
        return underWay.get() > 0;
    }

    @Override
    public void customer(Purchase purchase, Step step) {
        people(purchase, "the customer " + step, log -> log.accept(atKlarna(purchase, step.command)));
    }

    @Override
    public void klarnaCancels(Purchase purchase) {
        people(purchase, "Klarna cancels", log -> log.accept(atKlarna(purchase, "cancel")));
    }

    private String atKlarna(Purchase purchase, String command) {
        int status = eventually(
                CURIOSITY,
                () -> world.command("POST", "payment-requests/" + purchase.purchaseReference() + "/" + command, "")
                        .status(),
                heard -> heard != 404);
        return status == 200 ? "" : " in vain";
    }

    @Override
    public void returns(Purchase purchase) {
        people(purchase, "the customer returns", log -> {
            var request = eventually(
                    CURIOSITY,
                    () -> world.command("GET", "payment-requests/" + purchase.purchaseReference(), ""),
                    heard -> heard.status() == 200);
            var url = JsonMapper.shared().readTree(request.body()).path("return_url");
            int status = eventually(
                    PATIENCE,
                    () -> shop(purchase)
                            .browserOpens(URI.create(url.stringValue()))
                            .statusCode(),
                    heard -> heard != 503);
            log.accept(": " + status);
        });
    }

    @Override
    public void starts(Purchase purchase) {
        asks(
                purchase,
                "start",
                shop -> shop.posts("/v1/checkouts", json(purchase.order()).toString()));
    }

    @Override
    public void startsAnother(Purchase purchase, StartCheckout other) {
        var json = json(other).put("amount", other.payment().amount() + 1);
        asks(purchase, "start of other content", shop -> shop.posts("/v1/checkouts", json.toString()));
    }

    private static ObjectNode json(StartCheckout order) {
        var json = JsonMapper.shared().createObjectNode();
        json.put("reference", order.reference())
                .put("amount", order.payment().amount())
                .put("currency", order.payment().currency())
                .put("capture", order.payment().capture().name())
                .put("return_url", order.returnUrl())
                .put("session_timeout", order.sessionTimeout().toString())
                .set("supplementary_purchase_data", order.payment().supplementaryPurchaseData());
        json.putObject("interaction_expiry")
                .put("duration", order.interactionExpiry().duration());
        if (order.sessionToken() != null) {
            json.put("klarna_network_session_token", order.sessionToken());
        }
        return json;
    }

    @Override
    public void cancels(Purchase purchase) {
        asks(
                purchase,
                "cancel",
                shop -> shop.posts(path(purchase) + "/cancel", "{\"reason\": \"customer_abandoned\"}"));
    }

    @Override
    public void asks(Purchase purchase) {
        asks(purchase, "GET", shop -> shop.asks("GET", path(purchase), ""));
    }

    @Override
    public void amends(Purchase purchase, long amount) {
        asks(
                purchase,
                "amend to " + amount,
                shop -> shop.asks("PATCH", path(purchase), "{\"amount\": " + amount + "}"));
    }

    @Override
    public void restarts(Purchase purchase) {
        asks(purchase, "restart", shop -> shop.posts(path(purchase) + "/restart", ""));
    }

    @Override
    public void strangerTries(Purchase purchase) {
        people(purchase, "a stranger's calls", _ -> {
            var stranger = shop(purchase.shop().stranger().toString());
            for (var ending : List.of("", "/cancel", "/restart")) {
                var answer = eventually(
                        PATIENCE,
                        () -> stranger.asks(ending.isEmpty() ? "GET" : "POST", path(purchase) + ending, ""),
                        LiveDeeds::isAnswered);
                if (answer.status() != 404) {
                    strangers.add(
                            "answered " + answer.status() + " to a stranger who asked for " + path(purchase) + ending);
                }
            }
        });
    }

    @Override
    public void operatorCancels(Purchase purchase) {
        people(
                purchase,
                "an operator's cancellation",
                _ -> world.temporal().requestCancellation(purchase.id().value()));
    }

    @Override
    public void operatorTerminates(Purchase purchase) {
        people(
                purchase,
                "an operator's termination",
                _ -> world.temporal().terminate(purchase.id().value()));
    }

    private static String path(Purchase purchase) {
        return "/v1/checkouts/" + purchase.id().value();
    }

    private Shop shop(Purchase purchase) {
        return shop(purchase.shop().toString());
    }

    private Shop shop(String merchant) {
        return requireNonNull(shops.get(merchant));
    }

    /** The merchant asks until it is answered, and remembers what it heard. */
    private void asks(Purchase purchase, String what, Function<Shop, Shop.Answer> question) {
        people(purchase, what, log -> {
            var answer = eventually(PATIENCE, () -> question.apply(shop(purchase)), LiveDeeds::isAnswered);
            if (answer.status() == 500) {
                internalErrors.incrementAndGet();
            }
            var status = answer.text("/status");
            if (answer.body().path("attempt").isInt()) {
                int attempt = answer.body().path("attempt").intValue();
                purchase.answers()
                        .add(new Purchase.Answer(Instant.now(), what, attempt, CheckoutStatus.valueOf(status)));
            }
            log.accept(": " + answer.status() + " " + status);
        });
    }

    private static boolean isAnswered(Shop.Answer answer) {
        return answer.status() != 503 && answer.status() != 429;
    }

    private static <T> T eventually(Duration patience, Callable<T> asked, Predicate<T> answered) {
        return Awaitility.await()
                .pollInSameThread()
                .atMost(patience)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreException(UncheckedIOException.class)
                .until(asked, answered);
    }

    private void people(Purchase purchase, String what, Consumer<Consumer<String>> deed) {
        underWay.incrementAndGet();
        people.execute(() -> {
            try {
                purchase.story().add(Instant.now() + " " + what + "?");
                deed.accept(heard -> purchase.story().add(Instant.now() + " " + what + heard));
            } catch (ConditionTimeoutException _) {
                purchase.story().add(Instant.now() + " " + what + ": never answered");
            } catch (WorkflowException | StatusRuntimeException away) {
                purchase.story()
                        .add(Instant.now() + " " + what + ": " + away.getClass().getSimpleName());
            } catch (RuntimeException failure) {
                purchase.story().add(Instant.now() + " " + what + ": " + failure);
            } finally {
                underWay.decrementAndGet();
            }
        });
    }

    @Override
    public void close() {
        people.shutdownNow();
    }
}
