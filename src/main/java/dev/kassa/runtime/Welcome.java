package dev.kassa.runtime;

import dev.kassa.sandbox.Sandbox;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** What the embedded profile prints when it is ready: where to click, and one command to copy. */
final class Welcome {
    private final Environment environment;
    private final @Nullable DemoMerchant demo;
    private final @Nullable Sandbox sandbox;
    private final @Nullable CodecKey codec;
    private final String self;
    private final StringBuilder text = new StringBuilder();

    Welcome(Environment environment, @Nullable DemoMerchant demo, @Nullable Sandbox sandbox, @Nullable CodecKey codec) {
        this.environment = environment;
        this.demo = demo;
        this.sandbox = sandbox;
        this.codec = codec;
        this.self = environment.getRequiredProperty("kassa.public-url");
    }

    String text() {
        text.append(
                "\n  Kassa is ready. Keys were made for this start; what runs in memory is gone when it stops.\n\n");
        if (demo != null) {
            line("Try it", self + "/");
        }
        if (sandbox != null) {
            line("Klarna sandbox", sandbox.homeUrl().toString());
        }
        line("OpenAPI", self + "/v3/api-docs");
        String management = environment.getProperty("local.management.port");
        if (management != null) {
            line("Health", "http://127.0.0.1:" + management + "/actuator/health");
        }
        line("Temporal", environment.getRequiredProperty("spring.temporal.connection.target"));
        if (codec != null && management != null) {
            line("Read payloads", "http://127.0.0.1:" + management + "/codec/sign-in");
            line("  with the key", codec.key().reveal());
        }
        if (demo != null) {
            text.append("\n  Start a checkout:\n\n").append(curl(demo));
        }
        return text.toString();
    }

    private String curl(DemoMerchant merchant) {
        return """
                  curl %s/v1/checkouts \\
                    -H 'Authorization: Bearer %s' \\
                    -H 'Content-Type: application/json' \\
                    -d '{"reference": "order-1", "amount": 11836, "currency": "EUR", "return_url": "%s/"}'
                """.formatted(self, merchant.apiKey().reveal(), self).indent(2);
    }

    private void line(String what, String where) {
        text.append("    %-16s%s%n".formatted(what, where));
    }
}
