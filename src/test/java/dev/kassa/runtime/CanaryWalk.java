package dev.kassa.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.WebhookFault;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.RawValue;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Every way that a checkout can go, while the keys are changed. */
final class CanaryWalk {
    private static final String CANCELED = "CANCELED";
    private static final Duration LONGER_THAN_A_TOKEN_LIVES = Duration.ofMinutes(90);

    final Map<String, Shop.Answer> started = new LinkedHashMap<>();
    final Set<WorkflowExecution> runs = new LinkedHashSet<>();

    private final CanaryWorld world;
    private final String number = UUID.randomUUID().toString();
    private final Map<String, String> merchants = new LinkedHashMap<>();

    CanaryWalk(CanaryWorld world) {
        this.world = world;
    }

    /** By k1 alone: some end, the others stay open. */
    void beforeTheRotation() {
        awaitWorkers();
        world.klarna.plan().authorizeFor(reference("approved at once"), Result.APPROVED);
        world.klarna.plan().authorizeFor(reference("declined at once"), Result.DECLINED);
        world.echo.refuses(reference("refused in words that repeat what was sent"));
        start("told", "approved at once");
        start("moved", "declined at once");
        start("told", "refused in words that repeat what was sent");
        for (var name :
                new String[] {"by webhook", "declined later", "canceled by the operator", "canceled by Klarna"}) {
            start("told", name);
        }
        for (var name : new String[] {"by return", "canceled by PayHub", "restarted", "amended", "left alone"}) {
            start("acme", name);
        }
        start("told", "expired");
        world.klarna.advance(Duration.ofMinutes(1));
        start("told", "paid, but Klarna fails");
        start("acme", "paid, and nobody ever knows");
        failingFinally("paid, but Klarna fails", Fault.UNAVAILABLE_503);
        failingFinally("paid, and nobody ever knows", Fault.INTERNAL_ERROR_500_BEFORE);
        becomes("approved at once", "AUTHORIZED");
        becomes("declined at once", "DECLINED");
        becomes("refused in words that repeat what was sent", "FAILED");
    }

    /** A server knows a new namespace only after a while, and workers that were turned away come back later. */
    private void awaitWorkers() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> world.shop("acme").starts(Order.any()).status(), status -> status == 201);
    }

    private void failingFinally(String name, Fault fault) {
        world.klarna.faults().alwaysFor(reference(name), Operation.FINAL_AUTHORIZE, fault);
        world.klarna.customer(reference(name)).approve();
        becomes(name, "FINALIZING");
    }

    /** By k2, which is known everywhere; k1 is there too. */
    void afterTheRotation() {
        world.klarna.faults().clear();
        failingAgain("paid, and nobody ever knows");
        lost("by return");
        var back = shop("by return").customerApproves(answer("by return"));
        assertThat(world.shop("acme").browserFollows(back).toString()).startsWith(Order.SHOP);
        strayReturns(back);
        world.klarna.customer(reference("by webhook")).approve();
        world.klarna.customer(reference("declined later")).decline();
        world.klarna.klarnaCancels(reference("canceled by Klarna"));
        operator("canceled by the operator")
                .newUntypedWorkflowStub(id("canceled by the operator"))
                .cancel();
        payHubCancels();
        amend();
        restart();
        lost("left alone");
        becomes("by webhook", "AUTHORIZED");
        becomes("by return", "AUTHORIZED");
        becomes("declined later", "DECLINED");
        becomes("canceled by Klarna", CANCELED);
        becomes("canceled by the operator", CANCELED);
        becomes("amended", "AUTHORIZED");
        becomes("restarted", "AUTHORIZED");
        becomes("paid, but Klarna fails", "AUTHORIZED");
        againToTheMerchant("approved at once");
    }

    private void failingAgain(String name) {
        world.klarna.faults().alwaysFor(reference(name), Operation.FINAL_AUTHORIZE, Fault.INTERNAL_ERROR_500_BEFORE);
    }

    private void strayReturns(URI back) {
        var token = world.canaries.plant("a token in a return URL");
        var k = "?k=1." + world.canaries.plant("a stranger's return key");
        world.calls("GET", back.toString().replaceAll("\\?.*", k + "&payment_token=" + token), "");
        var known = world.calls("GET", back + "&klarna_network_session_token=" + token, "");
        assertThat(known.headers().firstValue("Location"))
                .hasValueSatisfying(onward -> assertThat(onward).doesNotContain(token));
    }

    private void payHubCancels() {
        var url = world.url("/api/payhub/v1/payment/request/" + id("canceled by PayHub"));
        var key = world.canaries.at("acme's API key");
        var body = "{\"Status\":\"canceled\",\"Customer\":\"" + world.canaries.plant("a field of PayHub's") + "\"}";
        for (int i = 0; i < 2; i++) {
            world.calls("PATCH", url, body, "X-Api-Key", key, "Content-Type", "application/json");
        }
        becomes("canceled by PayHub", CANCELED);
        world.calls("PATCH", url, body, "X-Api-Key", world.canaries.plant("no key of PayHub's"));
        world.calls("PUT", url, body.replace("canceled", key), "X-Api-Key", key, "Content-Type", "application/json");
    }

    private void amend() {
        var body = """
                {"amount": 9900, "supplementary_purchase_data":
                  {"purchase_reference": "%s", "customer": {"given_name": "%s"}}}""".formatted(reference("amended"), world.canaries.plant("amended: given name"));
        var amended = shop("amended").asks("PATCH", "/v1/checkouts/" + id("amended"), body);
        assertThat(amended.status()).as(amended.body().toString()).isEqualTo(200);
        world.klarna.customer(reference("amended")).approve();
    }

    private void restart() {
        assertThat(shop("restarted").cancels(id("restarted")).status()).isEqualTo(200);
        assertThat(shop("restarted").restarts(id("restarted")).status()).isEqualTo(201);
        remember("restarted");
        world.klarna.customer(reference("restarted")).approve();
    }

    private void againToTheMerchant(String name) {
        var list = "/v1/checkouts/" + id(name) + "/notifications";
        var delivered = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> shop(name).gets(list),
                        sent -> sent.text("/notifications/0/status").equals("DELIVERED"));
        var webhookId = delivered.text("/notifications/0/webhook_id");
        assertThat(shop(name).posts(list + "/" + webhookId + "/resend", "").status())
                .isEqualTo(202);
    }

    /** Nobody does anything any more: what time does. */
    void whatTimeDoes() {
        world.klarna.advance(Duration.ofMinutes(20));
        becomes("expired", "EXPIRED");
        startForAMinute("timed out");
        startForAMinute("paid unheard, until the last look");
        lost("paid unheard, until the last look");
        world.klarna.customer(reference("paid unheard, until the last look")).approve();
        boolean skipped = world.temporal.skips(Duration.ofSeconds(70));
        becomes("timed out", "EXPIRED");
        becomes("paid unheard, until the last look", "AUTHORIZED");
        if (skipped) {
            nobodyKnowsUntilAnOperatorFindsOut();
        } else {
            world.klarna.faults().clear();
            becomes("paid, and nobody ever knows", "AUTHORIZED");
        }
        shop("left alone").cancels(id("left alone"));
        becomes("left alone", CANCELED);
    }

    private void nobodyKnowsUntilAnOperatorFindsOut() {
        world.temporal.skips(LONGER_THAN_A_TOKEN_LIVES);
        becomes("paid, and nobody ever knows", "UNCONFIRMED");
        operator("paid, and nobody ever knows")
                .newUntypedWorkflowStub(id("paid, and nobody ever knows"))
                .update("resolve", RawValue.class, Map.of("outcome", CANCELED, "reason", "by hand"));
        becomes("paid, and nobody ever knows", CANCELED);
    }

    // ---- How it is done.

    private void startForAMinute(String name) {
        start("told", name, "PT1M", "PT4H");
    }

    void start(String merchant, String name) {
        start(merchant, name, "PT2H", name.equals("expired") ? "PT15M" : "PT4H");
    }

    private void start(String merchant, String name, String session, String expiry) {
        merchants.put(name, merchant);
        var answer = world.heard(
                world.shop(merchant).posts("/v1/checkouts", CanaryOrder.json(world, reference(name), session, expiry)));
        assertThat(answer.status()).as(name + " " + answer.body()).isEqualTo(name.startsWith("refused") ? 422 : 201);
        started.put(name, answer);
        remember(name);
    }

    void lost(String name) {
        world.klarna.webhookFaults().allFor(reference(name), WebhookFault.LOST);
    }

    String reference(String name) {
        return name.replaceAll("[^A-Za-z]+", "-") + "-" + number;
    }

    String id(String name) {
        return answer(name).id();
    }

    private Shop.Answer answer(String name) {
        return requireNonNull(started.get(name), name);
    }

    Shop shop(String name) {
        return world.shop(merchants.getOrDefault(name, "acme"));
    }

    private WorkflowClient operator(String name) {
        assertThat(started).containsKey(name);
        return world.temporal.bare();
    }

    private void remember(String name) {
        runs.add(world.temporal
                .bare()
                .newUntypedWorkflowStub(id(name))
                .describe()
                .getExecution());
    }

    void becomes(String name, String status) {
        Awaitility.await(name)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> world.heard(shop(name).asksFor(id(name))).state(), status::equals);
    }
}
