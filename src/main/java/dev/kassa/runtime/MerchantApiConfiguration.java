package dev.kassa.runtime;

import dev.kassa.checkout.api.CheckoutApi;
import dev.kassa.checkout.client.Checkouts;
import dev.kassa.checkout.client.CustomerReturns;
import dev.kassa.checkout.client.Deliveries;
import dev.kassa.checkout.client.ReturnLinks;
import dev.kassa.merchant.MerchantRates;
import dev.kassa.notification.Notifications;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PageKey;
import dev.kassa.secret.ReturnKey;
import dev.kassa.secret.TokenSeal;
import io.temporal.client.WorkflowClient;
import java.time.InstantSource;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The merchants' API and the customer's return. */
@Import(CheckoutApi.class)
class MerchantApiConfiguration {
    @Bean
    ReturnLinks returnLinks(KassaProperties kassa, KeyRing ring) {
        return new ReturnLinks(Objects.requireNonNull(kassa.publicUrl()), new ReturnKey(ring));
    }

    @Bean
    MerchantRates merchantRates(KassaProperties kassa) {
        return new MerchantRates(
                kassa.rateLimit().perSecond(), kassa.rateLimit().burst());
    }

    @Bean
    PageKey pageKey(KeyRing ring) {
        return new PageKey(ring);
    }

    @Bean
    Checkouts checkouts(
            WorkflowClient client, TokenSeal seal, ReturnLinks links, KassaProperties kassa, InstantSource clock) {
        var klarna = kassa.klarna();
        return new Checkouts(client, seal, links, klarna.tokenSafetyMargin(), klarna.expiryField(), clock);
    }

    @Bean
    Deliveries deliveries(WorkflowClient client, Notifications notifications) {
        return new Deliveries(client, notifications);
    }

    @Bean
    CustomerReturns customerReturns(WorkflowClient client, InstantSource clock) {
        return new CustomerReturns(client, clock);
    }
}
