package dev.kassa.runtime;

import dev.kassa.checkout.client.CheckoutNames;
import dev.kassa.checkout.payhub.PayHubApi;
import io.temporal.client.WorkflowClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** PayHub's cancel endpoint; stands on the checkouts of the merchants' API. */
@Import(PayHubApi.class)
class PayHubConfiguration {
    @Bean
    CheckoutNames checkoutNames(WorkflowClient client) {
        return new CheckoutNames(client);
    }
}
