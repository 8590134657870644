package dev.kassa.runtime;

import static java.util.stream.Collectors.toMap;

import dev.kassa.checkout.inbox.CheckoutInbox;
import dev.kassa.checkout.inbox.CheckoutRuns;
import dev.kassa.checkout.recovery.Recoveries;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.webhook.Environment;
import dev.kassa.klarna.webhook.KlarnaWebhookController;
import dev.kassa.klarna.webhook.NotificationSink;
import dev.kassa.klarna.webhook.SigningKeys;
import dev.kassa.klarna.webhook.WebhookVerifier;
import dev.kassa.merchant.Merchants;
import dev.kassa.operations.WebhookSilence;
import dev.kassa.secret.TokenSeal;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Klarna's door and the inbox behind it. */
@Import(KlarnaWebhookController.class)
class WebhookConfiguration {
    /** A final authorization's task ends within milliseconds; with the signal's 8 s this stays below Klarna's 10. */
    private static final Duration ECHO_PAUSE = Duration.ofSeconds(1);

    @Bean
    WebhookVerifier webhookVerifier(KassaProperties kassa, Merchants merchants) {
        var klarna = kassa.klarna();
        var keys = klarna.signingKeys().stream()
                .collect(toMap(
                        key -> Objects.requireNonNull(key.id()),
                        key -> Objects.requireNonNull(key.key()).reveal()));
        var recipient = klarna.recipientAccountId();
        return new WebhookVerifier(
                SigningKeys.of(keys),
                Environment.of(klarna.live()),
                recipient == null || recipient.isBlank() ? null : new PartnerAccountId(recipient),
                account -> merchants.hasAccount(account.value()));
    }

    @Bean(destroyMethod = "close")
    CheckoutRuns checkoutRuns(WorkflowClient client, Recoveries recoveries) {
        return new CheckoutRuns(client, recoveries);
    }

    @Bean
    NotificationSink checkoutInbox(CheckoutRuns runs, TokenSeal seal, MeterRegistry meters, WebhookSilence silence) {
        var inbox = new CheckoutInbox(runs, seal, meters, ECHO_PAUSE);
        return notification -> {
            silence.heard(notification.subjectAccount().value());
            inbox.accept(notification);
        };
    }
}
