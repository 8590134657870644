package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.RunningApi.OTHER;
import static dev.kassa.checkout.api.SharedApi.assertProblem;
import static dev.kassa.checkout.api.SharedApi.id;
import static dev.kassa.checkout.api.SharedApi.reference;
import static dev.kassa.checkout.api.SharedApi.withoutInstance;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.api.RunningApi.Answer;
import dev.kassa.notification.Notifications;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Of a merchant whose receiver is not configured any more, so that every try fails. */
class NotificationsOfACheckoutTest {
    private static final String UNKNOWN = "chk_" + "a".repeat(52);

    @RegisterExtension
    static final SharedApi api = new SharedApi();

    @Test
    void aCheckoutThatToldNothingHasAnEmptyList() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        assertThat(list(started).text()).isEqualTo("{\"notifications\":[]}");
    }

    @Test
    void whatWasToldIsListedWithItsTriesAndTheNextOne() {
        var started = told();
        var listed = listed(
                started, answer -> !answer.field("/notifications/0/next_try_at").isEmpty());

        assertThat(listed.status()).isEqualTo(200);
        assertThat(listed.field("/notifications/0/webhook_id")).matches("msg_[0-9a-f]{32}");
        assertThat(listed.field("/notifications/0/type")).isEqualTo("checkout.canceled");
        assertThat(listed.json().at("/notifications/0/attempt").intValue()).isEqualTo(1);
        assertThat(listed.field("/notifications/0/status")).isEqualTo("PENDING");
        assertThat(listed.field("/notifications/0/tries/0/fault")).contains("no notification URL");
        assertThat(listed.field("/notifications/0/tries/0/at")).isNotEmpty();
    }

    @Test
    void aResendIsAcceptedAndIsOneMoreTryOfTheSameId() {
        var started = told();
        var before = listed(
                started, answer -> answer.json().at("/notifications/0/tries").size() >= 1);
        var webhookId = before.field("/notifications/0/webhook_id");

        var accepted = resend(started, webhookId);
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.field("/webhook_id")).isEqualTo(webhookId);
        var after = listed(
                started, answer -> answer.json().at("/notifications/0/tries").size() >= 2);
        assertThat(after.field("/notifications/0/webhook_id")).isEqualTo(webhookId);
    }

    @Test
    void foreignUnknownAndMalformedIdsCannotBeToldApart() {
        var started = told();
        var webhookId = listed(started, _ -> true).field("/notifications/0/webhook_id");
        var reference = withoutInstance(api.get("/v1/checkouts/" + UNKNOWN).send());
        for (var unseen : List.of(id(started), UNKNOWN, "chk_x")) {
            var path = "/v1/checkouts/" + unseen + "/notifications";
            assertThat(withoutInstance(api.get(path).as(OTHER).send())).isEqualTo(reference);
            assertThat(withoutInstance(api.post(path + "/" + webhookId + "/resend", "")
                            .as(OTHER)
                            .send()))
                    .isEqualTo(reference);
        }
        assertProblem(resend(started, "msg_unknown"), 404, "not-found");
        assertThat(api.get("/v1/checkouts/" + id(started) + "/notifications")
                        .as("nobody")
                        .send()
                        .status())
                .isEqualTo(401);
    }

    private Answer told() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        api.cancel(started);
        api.ended(started);
        var client = api.temporalClient();
        var checkout = client.newUntypedWorkflowStub(id(started)).getResult(Checkout.class);
        new Notifications(client)
                .tell(new MerchantId("acme"), new MerchantEvent(MerchantEvent.Type.CANCELED, checkout));
        return started;
    }

    private Answer list(Answer started) {
        return api.get("/v1/checkouts/" + id(started) + "/notifications").send();
    }

    private Answer listed(Answer started, Predicate<Answer> expectation) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> list(started), expectation);
    }

    private Answer resend(Answer started, String webhookId) {
        return api.post("/v1/checkouts/" + id(started) + "/notifications/" + webhookId + "/resend", "")
                .send();
    }
}
