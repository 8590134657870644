package dev.kassa.checkout.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.api.RunningApi.Answer;
import dev.kassa.checkout.api.RunningApi.Call;
import dev.kassa.secret.ReturnKey;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The one API that all tests share, started by the first of them, and what a merchant does with it. */
final class SharedApi implements BeforeAllCallback {
    private @Nullable RunningApi running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(Namespace.create(SharedApi.class))
                .computeIfAbsent("api", _ -> RunningApi.withWorkers(), RunningApi.class);
    }

    private RunningApi running() {
        if (running == null) {
            throw new IllegalStateException("asked before the first test");
        }
        return running;
    }

    ScriptedKlarna klarna() {
        return running().klarna;
    }

    ThrownAwayTasks thrownAway() {
        return running().thrownAway;
    }

    WorkflowClient temporalClient() {
        return running().temporalClient();
    }

    long historyLength(String checkoutId) {
        return temporalClient().fetchHistory(checkoutId).getEvents().size();
    }

    /** Does something while the API's clock, and nobody else's, is ahead. */
    void ahead(Duration by, Runnable something) {
        running().ahead = by;
        try {
            something.run();
        } finally {
            running().ahead = Duration.ZERO;
        }
    }

    Call post(String path, String body) {
        return running().post(path, body);
    }

    Call get(String path) {
        return running().get(path);
    }

    String raw(String requestLine) {
        return running().raw(requestLine);
    }

    String accessLog() {
        return running().accessLog();
    }

    Answer start(String reference, int amount) {
        return post("/v1/checkouts", body(reference, amount)).send();
    }

    Answer cancel(Answer started) {
        return post("/v1/checkouts/" + id(started) + "/cancel", "").send();
    }

    Answer restart(Answer started, String body) {
        return post("/v1/checkouts/" + id(started) + "/restart", body).send();
    }

    Answer now(Answer started) {
        return get("/v1/checkouts/" + id(started)).send();
    }

    /** Waits for the end. */
    Answer ended(Answer started) {
        return get("/v1/checkouts/" + id(started)).header("Prefer", "wait=10").send();
    }

    String returnPath(Answer started, int attempt) {
        var k = attempt + "." + new ReturnKey(RunningApi.KEYS).of(id(started), attempt);
        return "/v1/return/" + id(started) + "?k=" + k;
    }

    String body(String reference, int amount) {
        return "{\"reference\":\"" + reference + "\",\"amount\":" + amount
                + ",\"currency\":\"EUR\",\"return_url\":\"https://shop.example/r\"}";
    }

    static String reference() {
        return "order-" + UUID.randomUUID();
    }

    static String id(Answer answer) {
        return answer.field("/checkout_id");
    }

    static String withoutInstance(Answer answer) {
        return answer.status() + answer.text().replaceAll("\"instance\":\"[^\"]*\"", "");
    }

    static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.field("/type")).isEqualTo("/problems/" + type);
        assertThat(answer.json().at("/status").intValue()).isEqualTo(status);
        assertThat(answer.field("/title")).isNotEmpty();
        assertThat(answer.field("/detail")).isNotEmpty();
        assertThat(answer.field("/instance")).isEqualTo(answer.http().uri().getPath());
    }
}
