package dev.kassa.checkout.api;

import static dev.kassa.fuzz.Target.must;
import static dev.kassa.fuzz.Target.tellsNoSecret;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.client.ListPosition;
import dev.kassa.checkout.client.ReturnLinks;
import dev.kassa.fuzz.Target;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.merchant.Merchant;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PageKey;
import dev.kassa.secret.PayloadJson;
import dev.kassa.secret.ReturnKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.springframework.mock.web.MockHttpServletRequest;
import tools.jackson.databind.node.ObjectNode;

/** The merchant's requests, and the customer's return. */
public final class ApiTargets {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final KeyRing RING = new KeyRing(
            List.of(new EncryptionKey("fuzz", "a sample key of 32 bytes, fuzzy!".getBytes(StandardCharsets.US_ASCII))));
    private static final Merchant ACME = new Merchant(
            "acme", "krn:partner:1", List.of("ab".repeat(32)), List.of("https://shop.example", "shopapp://pay"), null);

    private ApiTargets() {}

    public static List<Target> all() {
        return List.of(
                new Start(),
                new SmallBody(
                        "api-amend",
                        "{\"amount\":9500,\"supplementary_purchase_data\":{\"a\":[1.10,null]}}",
                        AmendBody::read),
                new SmallBody(
                        "api-cancel",
                        "{\"reason\":\"customer_abandoned\"}",
                        body -> String.valueOf(CancelBody.reason(body))),
                new SmallBody(
                        "api-restart",
                        "{\"session_timeout\":\"PT30M\","
                                + "\"interaction_expiry\":{\"timestamp\":\"2026-03-02T10:30:00+01:00\"}}",
                        body -> RestartRequest.read(body, NOW)),
                new ListQuery(),
                new Prefer(),
                new Return());
    }

    private static String faults(InvalidRequestException invalid) {
        invalid.faults().forEach(fault -> tellsNoSecret(fault.detail()));
        tellsNoSecret(String.valueOf(invalid.getMessage()));
        return invalid.faults().stream()
                .limit(3)
                .map(fault -> fault.detail().replaceAll("[^a-zA-Z ]|'.*'", ""))
                .reduce("", String::concat);
    }

    private static ObjectNode object(byte[] input) {
        if (ApiJson.read(input) instanceof ObjectNode object) {
            return object;
        }
        throw new InvalidRequestException(Faults.one("", "must be a JSON object"));
    }

    private static final class Start implements Target {
        @Override
        public String name() {
            return "api-start";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(
                    """
                    {"reference":"order-7f3a9b2e","amount":11836,"currency":"EUR","capture":"NOW",
                    "return_url":"https://shop.example/klarna/return",
                    "app_return_url":"shopapp://pay/{klarna.payment_request.id}",
                    "session_timeout":"PT30M","interaction_method":"HANDOVER","interaction_expiry":{"duration":"PT30M"},
                    "supplementary_purchase_data":{"line_items":[{"name":"Hjälm","quantity":2,"weight":1.10}]},
                    "klarna_network_session_token":"%s","interoperability_data":"x",
                    "request_customer_token":{"scopes":["a"]},
                    "payment_option_id":"o"}""".formatted(SECRET).getBytes(UTF_8),
                    ("{\"reference\":\"1\",\"amount\":1,\"currency\":\"SEK\",\"return_url\":\"https://shop.example\","
                                    + "\"interaction_expiry\":{\"timestamp\":\"2026-03-02T10:00:00Z\"}}")
                            .getBytes(UTF_8));
        }

        @Override
        public String take(byte[] input) {
            try {
                var start = StartRequest.read(object(input), ACME, NOW);
                var again = StartRequest.read(object(ApiJson.write(object(input))), ACME, NOW);
                must(start.fingerprint().equals(again.fingerprint()), "printed and read again, and not the same");
                // What is accepted has to reach the worker as it is, or no task of its run would ever be done.
                var payload = PayloadJson.mapper().writeValueAsBytes(start.payment());
                must(
                        PayloadJson.mapper()
                                .readValue(payload, PaymentDetails.class)
                                .equals(start.payment()),
                        "the worker reads another payment");
                tellsNoSecret(start.toString());
                return "accepted " + start.method() + (start.returnUrl() == null) + (start.appReturnUrl() == null)
                        + (start.payment().supplementaryPurchaseData() == null) + (start.sessionToken() == null);
            } catch (InvalidRequestException invalid) {
                return faults(invalid);
            }
        }
    }

    private record SmallBody(String name, String sample, Function<ObjectNode, Object> read) implements Target {
        @Override
        public List<byte[]> seeds() {
            return List.of(sample.getBytes(UTF_8), "{}".getBytes(UTF_8));
        }

        @Override
        public String take(byte[] input) {
            try {
                var accepted = read.apply(object(input));
                must(
                        accepted.equals(read.apply(object(ApiJson.write(object(input))))),
                        "printed and read again, and not the same");
                PayloadJson.mapper().writeValueAsBytes(accepted);
                return "accepted "
                        + Integer.highestOneBit(String.valueOf(accepted).length());
            } catch (InvalidRequestException invalid) {
                return faults(invalid);
            }
        }
    }

    /** Lines of name=value. */
    private static final class ListQuery implements Target {
        private final PageTokens tokens = new PageTokens(new PageKey(RING));
        private final String token =
                tokens.of(ACME, null, new ListPosition(Instant.parse("2026-03-02T09:00:00.5Z"), "run-1"));

        @Override
        public String name() {
            return "api-list";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(
                    ("page_size=5\npage_token=" + token).getBytes(UTF_8),
                    "reference=order-1".getBytes(UTF_8),
                    "status=EXPIRED\npage_size=100".getBytes(UTF_8));
        }

        @Override
        public String take(byte[] input) {
            var request = new MockHttpServletRequest("GET", "/v1/checkouts");
            var text = new String(input, UTF_8);
            text.lines().forEach(line -> {
                int at = line.indexOf('=');
                request.addParameter(at < 0 ? line : line.substring(0, at), at < 0 ? "" : line.substring(at + 1));
            });
            try {
                var list = ListRequest.read(request, ACME, tokens);
                must(list.after() == null || text.contains(token), "a page token that was not given out");
                must(list.pageSize() >= 1 && list.pageSize() <= 100, "a page of " + list.pageSize());
                return "accepted " + (list.after() == null) + (list.status() == null) + (list.reference() == null);
            } catch (InvalidRequestException invalid) {
                return faults(invalid);
            }
        }
    }

    private static final class Prefer implements Target {
        @Override
        public String name() {
            return "api-prefer";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of("respond-async, wait=10".getBytes(UTF_8), "wait=\"3\"; x=y\nreturn=minimal".getBytes(UTF_8));
        }

        @Override
        public String take(byte[] input) {
            var wait = WaitPreference.granted(new String(input, UTF_8).lines().toList());
            must(wait.isEmpty() || (wait.get().toSeconds() >= 1 && wait.get().toSeconds() <= 30), "waits " + wait);
            return String.valueOf(wait);
        }
    }

    /** The id, a line end, and {@code k}. */
    private static final class Return implements Target {
        private static final String ID = "chk_0123456789abcdefghijklmnopqrst";
        private final ReturnKey key = new ReturnKey(RING);
        private final ReturnLinks links = new ReturnLinks(URI.create("https://pay.example"), key);
        private final String k = "1." + key.of(ID, 1);

        @Override
        public String name() {
            return "return";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of((ID + "\n" + k).getBytes(UTF_8));
        }

        @Override
        public String take(byte[] input) {
            var parts = new String(input, UTF_8).split("\n", 2);
            var id = CheckoutId.parse(parts[0]);
            if (id.isEmpty()) {
                return "no id " + Integer.highestOneBit(parts[0].length());
            }
            var attempt = links.attempt(id.get(), parts.length > 1 ? parts[1] : "");
            must(
                    attempt.isPresent() == (parts[0].equals(ID) && parts.length > 1 && parts[1].equals(k)),
                    "a link that was not given out");
            return "id " + attempt;
        }
    }
}
