package dev.kassa.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/** Merchants who start checkouts, and a Klarna whose customers approve at once: each pays and then the next one comes. */
final class Shoppers {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String AUTHORIZATION = "Authorization: Bearer " + Service.API_KEY + "\r\n";

    private static final int MOST_TRIES = 30;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Duration BEFORE_A_REPEAT = Duration.ofSeconds(1);

    private final BenchKlarna klarna;
    private final String more;
    private final AtomicInteger repeated = new AtomicInteger();

    /** @param more further fields of each start, as JSON that begins with a comma; empty for none */
    Shoppers(BenchKlarna klarna, String more) {
        this.klarna = klarna;
        this.more = more;
    }

    /** A checkout that waits for its customer. */
    record Started(String id, String requestReference, double startMs) {}

    /** One whose final authorization Klarna has answered. */
    record Paid(Started started, Instant webhookAt, Instant confirmedAt) {}

    /** So many at once, one after the other, for that long; those under way are finished. */
    List<Paid> payFor(Duration time, Service service, int parallel) {
        long end = System.nanoTime() + time.toNanos();
        return inParallel(parallel, service, (wire, paid) -> {
            while (System.nanoTime() < end) {
                paid.add(pay(wire, start(wire)));
            }
        });
    }

    /** Starts that many, and leaves them waiting. */
    List<Started> leave(int count, Service service, int parallel, AtomicInteger progress) {
        var left = new AtomicInteger(count);
        return inParallel(parallel, service, (wire, started) -> {
            while (left.getAndDecrement() > 0) {
                started.add(start(wire));
                progress.incrementAndGet();
            }
        });
    }

    /** Pays for those, so many at once. */
    List<Paid> pay(List<Started> waiting, Service service, int parallel) {
        var next = new ConcurrentLinkedQueue<>(waiting);
        return inParallel(parallel, service, (wire, paid) -> {
            for (var started = next.poll(); started != null; started = next.poll()) {
                paid.add(pay(wire, started));
            }
        });
    }

    private interface Work<T> {
        void over(Wire wire, ConcurrentLinkedQueue<T> results);
    }

    private static <T> List<T> inParallel(int parallel, Service service, Work<T> work) {
        var results = new ConcurrentLinkedQueue<T>();
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var under = java.util.stream.IntStream.range(0, parallel)
                    .mapToObj(_ -> people.submit(() -> {
                        try (var wire = new Wire(service.port())) {
                            work.over(wire, results);
                        }
                    }))
                    .toList();
            for (var one : under) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IllegalStateException(service.name() + " failed", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return List.copyOf(results);
    }

    /** The same start is repeated until it is answered with a URL, as a merchant's server would. */
    private Started start(Wire wire) {
        var body = order().getBytes(UTF_8);
        long began = System.nanoTime();
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            var reply = wire.post("/v1/checkouts", AUTHORIZATION, body);
            double took = (System.nanoTime() - began) / 1e6;
            if (reply.status() != 503 && reply.status() >= 300) {
                throw new IllegalStateException("a start was answered " + reply);
            }
            var json = JSON.readTree(reply.body());
            if (json.at("/payment_request/payment_request_url").isString()) {
                return new Started(
                        json.path("checkout_id").stringValue(),
                        json.at("/payment_request/payment_request_reference").stringValue(),
                        took);
            }
            repeated.incrementAndGet();
            pause();
        }
        throw new IllegalStateException("a start was never answered");
    }

    private static void pause() {
        try {
            Thread.sleep(BEFORE_A_REPEAT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Starts that had to be repeated: the service was too cold or too busy to answer in its 10 s. */
    int repeated() {
        return repeated.get();
    }

    private Paid pay(Wire wire, Started started) {
        var reference = started.requestReference();
        var confirmation = klarna.confirmation(reference);
        var body = completed(reference).getBytes(UTF_8);
        var at = Instant.now();
        var reply = wire.post("/klarna/webhooks", signed(body), body);
        if (reply.status() != 200) {
            throw new IllegalStateException("a webhook was answered " + reply);
        }
        try {
            var paid = new Paid(started, at, confirmation.get(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS));
            klarna.forget(reference);
            return paid;
        } catch (ExecutionException | TimeoutException never) {
            throw new IllegalStateException(started.id() + " was never confirmed", never);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static String signed(byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Service.SIGNING_KEY.getBytes(UTF_8), "HmacSHA256"));
            return "Klarna-Signature: " + HexFormat.of().formatHex(mac.doFinal(body)) + "\r\nKlarna-Signing-Key-Id: "
                    + Service.SIGNING_KEY_ID + "\r\n";
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String completed(String reference) {
        return """
                {"metadata":{"event_type":"payment.request.state-change.completed","event_id":"%s","event_version":"v2",\
                "occurred_at":"%s","correlation_id":"c0a8012e-7d44-4b52-8a3f-19f2b7d0e6aa","subject_account_id":"%s",\
                "recipient_account_id":"krn:partner:global:account:test:LWT2XJSE",\
                "product_instance_id":"krn:partner:product:payment:7b0d2f8e-2c1e-4b7c-9d52-3b7a90c1d001",\
                "webhook_id":"krn:partner:global:notification:webhook:2f6d8e0a-9b11-4c55-8f21-77aa00bb11cc",\
                "live":false},"payload":{"payment_request_id":"%s","payment_request_reference":"%s",\
                "state":"COMPLETED","previous_state":"IN_PROGRESS","klarna_network_session_token":"%s"}}""".formatted(
                        UUID.randomUUID(),
                        Instant.now(),
                        BenchKlarna.ACCOUNT,
                        BenchKlarna.requestId(reference),
                        reference,
                        BenchKlarna.token(reference));
    }

    /** An order of four lines and a customer with an address: the run's input takes 2 KiB, encrypted. */
    private String order() {
        var reference = "order-" + UUID.randomUUID();
        var lines = new StringBuilder();
        for (int line = 1; line <= 4; line++) {
            lines.append(line == 1 ? "" : ",")
                    .append("{\"name\":\"Helmet, city, size ")
                    .append(line)
                    .append("\",\"quantity\":1,\"unit_price\":2959,\"total_amount\":2959,\"total_tax_amount\":592,")
                    .append("\"product_url\":\"https://shop.example/helmets/city-")
                    .append(line)
                    .append("\",\"image_url\":\"https://shop.example/images/helmets/city-")
                    .append(line)
                    .append(".jpg\",\"line_item_reference\":\"sku-4711-")
                    .append(line)
                    .append("\"}");
        }
        return """
                {"reference":"%s","amount":11836,"currency":"EUR","return_url":"https://shop.example/klarna/return",\
                "supplementary_purchase_data":{"purchase_reference":"%s","customer":{"given_name":"Astrid",\
                "family_name":"Lindgren","email":"astrid@shop.example","phone":"+46701234567","address":\
                {"street_address":"Dalagatan 46","postal_code":"11324","city":"Stockholm","country":"SE"}},\
                "line_items":[%s]}%s}""".formatted(reference, reference, lines, more);
    }
}
