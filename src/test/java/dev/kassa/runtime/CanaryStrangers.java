package dev.kassa.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.setup.KlarnaSetup;
import dev.kassa.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.mock.env.MockEnvironment;

/** Whatever else is sent to Kassa, with secrets in it: malformed, by nobody, forged; and what its operators ask. */
final class CanaryStrangers {
    private static final String JSON = "application/json";

    private final CanaryWorld world;
    private final Canaries canaries;

    private CanaryStrangers(CanaryWorld world) {
        this.world = world;
        this.canaries = world.canaries;
    }

    static void knockOnEveryDoor(CanaryWorld world, Path folder) {
        var strangers = new CanaryStrangers(world);
        strangers.callWithoutAKey();
        strangers.callWrongly();
        strangers.forgeWebhooks();
        strangers.askTheCodec();
        strangers.setKlarnaUp(folder);
    }

    private void callWithoutAKey() {
        var order = CanaryOrder.json(world, "nobodys", "PT1H", "PT1H");
        var wrong = "Bearer " + canaries.plant("an API key that is none");
        var basic = "Basic " + canaries.at("acme's API key");
        for (var authorization : List.of(wrong, basic)) {
            for (var path : List.of("/v1/checkouts", "/v1/checkouts/chk_x/cancel", "/nowhere")) {
                world.calls("POST", world.url(path), order, "Authorization", authorization, "Content-Type", JSON);
            }
        }
        var inTheQuery = "/v1/checkouts?api_key=" + canaries.at("acme's API key");
        world.calls("GET", world.url(inTheQuery), "");
        world.calls("GET", world.url("/error" + inTheQuery.substring(13)), "");
    }

    private void callWrongly() {
        var right = "Bearer " + canaries.at("acme's API key");
        var good = CanaryOrder.json(world, "malformed-" + Instant.now(), "PT1H", "PT1H");
        var secret = canaries.plant("a value of a wrong field");
        var wrong = List.of(
                good.substring(0, good.length() - 9),
                "[" + good + "]",
                good.replace("\"EUR\"", "\"" + secret + "\""),
                good.replace("PT1H", secret),
                good.replace("11836", "\"" + secret + "\""),
                good.replace(Order.SHOP, "https://" + secret + ".example"),
                good.replace("\"request_customer_token\":{", "\"request_customer_token\":\"" + secret + "\",\"x\":{"),
                good.replace("krn:session-token:", "krn session token "),
                good.replaceFirst("\\{", "{\"secret\":\"" + secret + "\",\"reference\":\"" + secret + "\","),
                good + good,
                good.replace("A book", "A book".repeat(20_000)));
        for (var body : wrong) {
            var answer =
                    world.calls("POST", world.url("/v1/checkouts"), body, "Authorization", right, "Content-Type", JSON);
            assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        }
        world.calls("POST", world.url("/v1/checkouts"), good, "Authorization", right, "Content-Type", "text/plain");
        world.calls("DELETE", world.url("/v1/checkouts"), good, "Authorization", right);
        world.calls(
                "GET",
                world.url("/v1/checkouts?page_token=" + secret + "&status=" + secret),
                "",
                "Authorization",
                right,
                "Accept",
                "text/plain",
                "Prefer",
                "wait=" + secret);
    }

    private void forgeWebhooks() {
        var token = canaries.plant("a token in a forged webhook");
        var body = event(token);
        var key = canaries.plant("a signing key that is none");
        webhook(body, sign(body, key), CanaryWorld.SIGNING_KEY_ID);
        webhook(body, sign(body, key), "krn:" + key);
        webhook(body, key, CanaryWorld.SIGNING_KEY_ID);
        // Klarna's own, but unreadable, of the other environment, and about what nobody knows.
        for (var signed : List.of(body.substring(5), body.replace("false", "true"), body, "\"" + token + "\"")) {
            webhook(signed, sign(signed, world.signingKey()), CanaryWorld.SIGNING_KEY_ID);
        }
    }

    private void webhook(String body, String signature, String keyId) {
        world.calls(
                "POST",
                world.url("/klarna/webhooks"),
                body,
                "Klarna-Signature",
                signature,
                "Klarna-Signing-Key-Id",
                keyId,
                "Content-Type",
                JSON);
    }

    private String event(String token) {
        return """
                {"metadata":{"event_type":"payment.request.state-change.completed","event_id":"forged","event_version":"v2",
                 "occurred_at":"%s","subject_account_id":"%s","live":false},
                 "payload":{"payment_request_id":"krn:payment:eu1:request:forged","payment_request_reference":"forged",
                 "state":"COMPLETED","payment_token":"%s","klarna_network_session_token":"krn:%s",
                 "klarna_customer":{"email":"%s"}}}""".formatted(
                Instant.now(), SandboxSettings.DEMO_ACCOUNT, token, token, canaries.plant("an event's customer"));
    }

    private static String sign(String body, String key) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void askTheCodec() {
        var decode = world.management("/codec/decode");
        var signIn = world.management("/codec/sign-in");
        var masked = "Bearer " + canaries.at("the masked codec key");
        var none = canaries.plant("a codec key that is none");
        world.calls(
                "POST", decode, "{\"payloads\":[]}", "Authorization", "Bearer " + none, "Origin", "https://" + none);
        world.calls("POST", decode, "{\"payloads\":\"" + none + "\"}", "Authorization", masked);
        world.calls("POST", decode + "?key=" + none, "{\"payloads\":[]}", "Authorization", masked);
        var form = "application/x-www-form-urlencoded";
        world.calls("POST", signIn, "key=" + none, "Content-Type", form);
        world.calls("POST", signIn, "key=" + canaries.at("the full codec key"), "Content-Type", form);
    }

    /** The set-up commands: what they print. */
    private void setKlarnaUp(Path folder) {
        var properties = new MockEnvironment()
                .withProperty("kassa.klarna.base-url", world.klarna.baseUrl().toString())
                .withProperty("kassa.public-url", "https://pay.example")
                .withProperty("kassa.klarna.api-key", "klarna_test_api_" + canaries.at("Klarna's API key"));
        var printed = new StringWriter();
        var out = new PrintWriter(printed, true);
        var secret = folder.resolve("secret");
        for (var command : List.of(
                "signing-key create --secret-file " + secret,
                "signing-key list",
                "webhook list",
                "webhook register --signing-key krn:nobody --event-type payment.refund.*",
                "rotate --state " + folder.resolve("rotation") + " --secret-file " + secret)) {
            new KlarnaSetup(properties, Instant::now, out, out).run(command.split(" ", -1));
        }
        world.answers.add(printed.toString());
        try {
            canaries.add("a new signing key", Files.readString(secret).strip());
        } catch (IOException unwritten) {
            throw new UncheckedIOException(unwritten);
        }
    }

    static void lookAtEveryManagementPage(CanaryWorld world) {
        for (var page : List.of(
                "/actuator",
                "/actuator/health",
                "/actuator/health/readiness",
                "/actuator/info",
                "/actuator/prometheus",
                "/actuator/env",
                "/actuator/configprops",
                "/actuator/loggers",
                "/actuator/heapdump",
                "/codec/sign-in")) {
            world.calls("GET", world.management(page), "");
        }
        world.calls("GET", world.url("/v3/api-docs"), "");
        assertThat(world.answers).anyMatch(page -> page.contains("kassa_webhook_"));
    }
}
