package dev.kassa.runtime;

import dev.kassa.demo.MerchantsPost;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.secret.Secret;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The merchant of the embedded profile, where none is configured.
 *
 * @param apiKey made at this start, and printed once so that the curl can be copied
 * @param notificationSecret by which Kassa signs what it tells the demo's shop
 * @param properties the merchant as {@code kassa.merchants[0]}
 */
record DemoMerchant(Secret apiKey, Secret notificationSecret, Map<String, Object> properties) {
    static final String ID = "demo";

    /** A demo merchant whose shop is the demo page, by whichever name a browser calls this machine. */
    static DemoMerchant make(String publicUrl, int port) {
        String apiKey = RandomKeys.named("kassa_demo_");
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("kassa.merchants[0].id", ID);
        properties.put("kassa.merchants[0].partner-account-id", SandboxSettings.DEMO_ACCOUNT);
        properties.put("kassa.merchants[0].api-keys-sha256[0]", RandomKeys.sha256(apiKey));
        String secret = "whsec_" + RandomKeys.base64Of32Bytes();
        properties.put("kassa.merchants[0].notification.url", "http://127.0.0.1:" + port + MerchantsPost.PATH);
        properties.put("kassa.merchants[0].notification.secret", secret);
        int place = 0;
        for (String origin : origins(publicUrl, port)) {
            properties.put("kassa.merchants[0].return-url-origins[" + place++ + "]", origin);
        }
        return new DemoMerchant(Secret.of(apiKey), Secret.of(secret), properties);
    }

    private static Set<String> origins(String publicUrl, int port) {
        var origins = new LinkedHashSet<String>();
        origins.add("http://127.0.0.1:" + port);
        origins.add("http://localhost:" + port);
        Origins.of(publicUrl).ifPresent(origins::add);
        return origins;
    }
}
