package dev.kassa.checkout;

import dev.kassa.secret.PayloadJson;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** How a checkout is written for a merchant: the same in an answer of the API and in a notification. */
public final class CheckoutJson {
    private static final JsonMapper MAPPER = PayloadJson.mapper()
            .rebuild()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private CheckoutJson() {}

    /** The one mapper; immutable, to be shared. */
    public static JsonMapper mapper() {
        return MAPPER;
    }
}
