package dev.kassa.checkout.payhub;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The whole of PayHub's edge. Needs beans of {@link dev.kassa.checkout.client.CheckoutNames}, {@link
 * dev.kassa.checkout.client.Checkouts}, {@link dev.kassa.merchant.Merchants} and {@link dev.kassa.merchant.MerchantRates}.
 */
@Configuration(proxyBeanMethods = false)
@Import({PayHubSecurity.class, PayHubPaths.class, PayHubController.class, PayHubDocument.class})
public class PayHubApi {}
