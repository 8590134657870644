package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A sandbox that is killed with SIGKILL and started again in the same directory. */
@Timeout(120)
class KilledSandboxTest {

    private static final String TOKEN = "Klarna-Payment-Token";

    @TempDir
    private Path directory;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void itGoesOnWhereItWasKilledInTheMiddleOfAnExecutedCallThatNobodyHeardOf() {
        receiver.answer(500);
        JsonNode calls;
        JsonNode decisions;
        Instant now;
        String token;
        Partner.Heard first;
        try (SandboxProcess killed = new SandboxProcess(directory, receiver.url());
                Partner partner = new Partner(killed.home())) {
            first = partner.authorize(Partner.firstBody(), "key-of-the-first");
            token = command(partner, killed, "payment-requests/chk_1-1/approve", "{}")
                    .text("/payment_token");
            command(partner, killed, "clock/advance", "{\"duration\":\"PT20M\"}");
            command(partner, killed, "plans", "{\"result\":\"DECLINED\",\"reference\":\"another\"}");
            command(partner, killed, "faults", "{\"operation\":\"CANCEL\",\"fault\":\"RESET_BEFORE\"}");
            command(
                    partner,
                    killed,
                    "faults",
                    "{\"operation\":\"FINAL_AUTHORIZE\",\"fault\":\"EXECUTED_BUT_TIMED_OUT\"}");
            Thread waiting = Thread.ofVirtual().start(() -> {
                try {
                    partner.spend(TOKEN, token, Partner.lastBody(9000), "key-of-the-last");
                } catch (RuntimeException _) {
                    // Killed before it answered.
                }
            });
            Awaitility.await().until(() -> ledger(partner, killed).path("calls").size() == 2);
            calls = ledger(partner, killed).path("calls");
            decisions = ledger(partner, killed).path("decisions");
            now = Instant.parse(read(partner, killed, "clock").text("/now"));
            killed.kill();
            waiting.interrupt();
        }

        receiver.answer(200);
        try (SandboxProcess again = new SandboxProcess(directory, receiver.url());
                Partner partner = new Partner(again.home())) {
            assertThat(ledger(partner, again).path("calls")).isEqualTo(calls);
            assertThat(ledger(partner, again).path("decisions")).isEqualTo(decisions);
            assertThat(calls.path(1).path("effect").asString()).isEqualTo("CREATED_TRANSACTION");
            assertThat(Instant.parse(read(partner, again, "clock").text("/now")))
                    .isAfterOrEqualTo(now);
            assertThat(read(partner, again, "faults").json().path("faults").size())
                    .isEqualTo(1);
            assertThat(read(partner, again, "plans").json().path("plans").size())
                    .isEqualTo(1);

            assertThat(partner.authorize(Partner.firstBody(), "key-of-the-first")
                            .raw()
                            .body())
                    .isEqualTo(first.raw().body());
            assertThat(partner.spend(TOKEN, token, Partner.lastBody(9000), "key-of-another")
                            .status())
                    .isEqualTo(409);
            Partner.Heard repeated = partner.spend(TOKEN, token, Partner.lastBody(9000), "key-of-the-last");
            assertThat(repeated.text("/payment_transaction_response/payment_transaction/payment_transaction_id"))
                    .isEqualTo(calls.path(1).path("payment_transaction_id").asString());
            assertThat(read(partner, again, "judgement")
                            .json()
                            .at("/transactions_per_purchase/" + Partner.PURCHASE)
                            .asInt())
                    .isEqualTo(1);
            command(partner, again, "clock/advance", "{\"duration\":\"PT3H\"}");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(ledger(partner, again).path("webhooks"))
                            .hasSizeGreaterThanOrEqualTo(8)
                            .noneMatch(delivery ->
                                    delivery.path("outcome").asString().equals("PENDING")));
            assertThat(receiver.types())
                    .contains("payment.request.state-change.completed", "payment.transaction.state-change.authorized");
        }
    }

    @Test
    void nothingThatWasAnsweredIsLostHoweverOftenItIsKilled() throws InterruptedException {
        Set<String> answered = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 3; round++) {
            try (SandboxProcess killed = new SandboxProcess(directory, receiver.url());
                    Partner partner = new Partner(killed.home())) {
                CountDownLatch enough = new CountDownLatch(40);
                for (int i = 0; i < 4; i++) {
                    Thread.ofVirtual().start(() -> authorizeUntilItIsKilled(partner, answered, enough));
                }
                enough.await();
                killed.kill();
            }
        }
        try (SandboxProcess again = new SandboxProcess(directory, receiver.url());
                Partner partner = new Partner(again.home())) {
            Set<String> known = ConcurrentHashMap.newKeySet();
            ledger(partner, again)
                    .path("calls")
                    .forEach(call -> known.add(call.path("payment_request_id").asString()));
            assertThat(known).hasSizeGreaterThanOrEqualTo(120).containsAll(answered);
            assertThat(read(partner, again, "payment-requests")
                            .json()
                            .path("payment_requests")
                            .size())
                    .isEqualTo(known.size());
        }
    }

    private static void authorizeUntilItIsKilled(Partner partner, Set<String> answered, CountDownLatch enough) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                answered.add(partner.stepUp());
                enough.countDown();
            }
        } catch (RuntimeException _) {
            // It was killed.
        }
    }

    private static JsonNode ledger(Partner partner, SandboxProcess sandbox) {
        return read(partner, sandbox, "ledger").json();
    }

    private static Partner.Heard read(Partner partner, SandboxProcess sandbox, String path) {
        return partner.send(HttpRequest.newBuilder(url(sandbox, path)).build());
    }

    private static Partner.Heard command(Partner partner, SandboxProcess sandbox, String path, String body) {
        Partner.Heard heard = partner.send(HttpRequest.newBuilder(url(sandbox, path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertThat(heard.status()).as(heard.raw().body()).isLessThan(300);
        return heard;
    }

    private static URI url(SandboxProcess sandbox, String path) {
        return sandbox.home().resolve("/sandbox/" + path);
    }
}
