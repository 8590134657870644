package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.kassa.sandbox.Result;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A merchant with a notification URL, whose endpoint refuses the first letter of each id. */
class NotificationJourneyIT extends Journeys {
    @Test
    void aMerchantIsToldOfThePaymentUntilItTakesItAndMayHearItAgain() throws Exception {
        klarna.plan().authorizeFor(order.reference(), Result.APPROVED);
        var merchant = shop("told-sample-key");
        var started = merchant.starts(order);
        var paid = merchant.waitsForTheEndOf(started.id());

        letters(2);
        var list = "/v1/checkouts/" + started.id() + "/notifications";
        var listed = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> merchant.asksFor(started.id() + "/notifications"),
                        answer -> answer.text("/notifications/0/status").equals("DELIVERED"));
        assertThat(listed.body().at("/notifications")).hasSize(1);
        assertThat(listed.body().at("/notifications/0/tries/0/http_status").asInt())
                .isEqualTo(503);
        assertThat(listed.body().at("/notifications/0/tries/1/http_status").asInt())
                .isEqualTo(204);

        var webhookId = listed.text("/notifications/0/webhook_id");
        assertThat(merchant.posts(list + "/" + webhookId + "/resend", "").status())
                .isEqualTo(202);
        letters(3);
        assertThat(HOOKS.lettersOf(order.reference())).allSatisfy(letter -> {
            assertThat(letter.id()).isEqualTo(webhookId);
            assertThat(letter.body()).contains("\"type\":\"checkout.authorized\"", "\"data\":" + paid.body());
            new Webhook(Hooks.SECRET).verify(letter.body(), letter.headers());
        });
        assertThat(shop().asksFor(started.id() + "/notifications").status())
                .as("another merchant's")
                .isEqualTo(404);
    }

    private void letters(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(HOOKS.lettersOf(order.reference())).hasSize(count));
    }
}
