package dev.kassa.checkout.workflow;

import io.temporal.common.SearchAttributeKey;
import java.time.OffsetDateTime;
import java.util.List;

/** The search attributes of a run, by which operators and recovery find it. Not encrypted: no customer data in them. */
public final class SearchAttributeKeys {
    public static final SearchAttributeKey<String> CHECKOUT_STATUS = SearchAttributeKey.forKeyword("CheckoutStatus");
    public static final SearchAttributeKey<String> MERCHANT_ID = SearchAttributeKey.forKeyword("MerchantId");
    public static final SearchAttributeKey<String> CHECKOUT_REFERENCE =
            SearchAttributeKey.forKeyword("CheckoutReference");
    public static final SearchAttributeKey<Long> CHECKOUT_AMOUNT = SearchAttributeKey.forLong("CheckoutAmount");
    public static final SearchAttributeKey<String> CHECKOUT_CURRENCY =
            SearchAttributeKey.forKeyword("CheckoutCurrency");
    public static final SearchAttributeKey<OffsetDateTime> SESSION_EXPIRES_AT =
            SearchAttributeKey.forOffsetDateTime("SessionExpiresAt");
    public static final SearchAttributeKey<String> PAYMENT_REQUEST_ID =
            SearchAttributeKey.forKeyword("PaymentRequestId");

    /** Those that a namespace needs before a checkout can be started in it; the same as in temporal/search-attributes. */
    public static final List<SearchAttributeKey<?>> ALL = List.of(
            CHECKOUT_STATUS,
            MERCHANT_ID,
            CHECKOUT_REFERENCE,
            CHECKOUT_AMOUNT,
            CHECKOUT_CURRENCY,
            SESSION_EXPIRES_AT,
            PAYMENT_REQUEST_ID);

    private SearchAttributeKeys() {}
}
