package dev.kassa.checkout.api;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The whole of the merchant's HTTP edge. Needs beans of {@link dev.kassa.checkout.client.Checkouts}, {@link
 * dev.kassa.checkout.client.Deliveries}, {@link
 * dev.kassa.checkout.client.CustomerReturns}, {@link dev.kassa.checkout.client.ReturnLinks}, {@link
 * dev.kassa.merchant.Merchants}, {@link dev.kassa.merchant.MerchantRates}, {@link dev.kassa.secret.PageKey} and {@link java.time.InstantSource}.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    ApiSecurity.class,
    OpenApiDocument.class,
    CheckoutController.class,
    NotificationController.class,
    ReturnController.class,
    ApiProblems.class,
    ErrorPage.class
})
public class CheckoutApi {}
