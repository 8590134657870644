package dev.kassa.klarna.http;

import static dev.kassa.fuzz.Target.must;
import static dev.kassa.fuzz.Target.tellsNoSecret;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.fuzz.Target;
import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.KlarnaException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** What Klarna, or whoever stands in its way, answers. */
public final class AnswerTargets {
    private AnswerTargets() {}

    public static List<Target> all() {
        return List.of(new Authorizations(), new Requests(), new Errors(), new AnswerHeaders());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static final String STEP_UP = """
            {"payment_transaction_response":{"result":"STEP_UP_REQUIRED"},"payment_request":
            {"payment_request_id":"krn:payment:eu1:request:0d9c","payment_request_reference":"chk_4f2k-1","amount":9000,
            "currency":"EUR","state":"SUBMITTED","state_context":{"customer_interaction":{"method":"HANDOVER",
            "payment_request_url":"https://pay.test.klarna.com/0d9c",
            "qr_code":{"image_url":"https://x","target_url":"y"}}},
            "expires_at":"2026-03-02T09:30:00Z","updated_at":"2026-03-02T09:14:07.1Z"}}""";

    private static final String READ = """
            {"payment_request_id":"krn:payment:eu1:request:0d9c","state":"COMPLETED","previous_state":"IN_PROGRESS",
            "amount":9000,"currency":"EUR","state_context":{"payment_token":"%s","klarna_network_session_token":"%s"},
            "expires_at":"2026-03-02T09:30:00.534721775Z",
            "updated_at":"2026-03-02T09:14:07.1Z"}""".formatted(Target.SECRET, Target.SECRET);

    private static final class Authorizations implements Target {
        @Override
        public String name() {
            return "klarna-authorize";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(
                    bytes(Calls.APPROVED),
                    bytes(STEP_UP),
                    bytes("{\"payment_transaction_response\":{\"result\":\"DECLINED\",\"result_reason\":\"opaque\"}}"),
                    bytes("{\"payment_transaction_response\":{\"result\":\"APPROVED\","
                            + "\"payment_transaction\":{\"payment_transaction_id\":\"x\"},"
                            + "\"klarna_customer\":{\"customer_token\":\"" + SECRET + "\"}}}"));
        }

        @Override
        public String take(byte[] input) {
            try {
                var answer = new AuthorizationJson(Json.parse(input)).of(Calls.payment(null));
                return switch (answer) {
                    case Authorization.Approved(var paid, var token) -> {
                        // Klarna's id is told as it is.
                        tellsNoSecret(answer.toString()
                                .replace(paid.paymentTransactionId().toString(), ""));
                        yield "approved " + (token == null) + (paid.expiresAt() == null) + (paid.amount() == 9000);
                    }
                    case Authorization.Declined(var why) -> "declined " + (why == null);
                    case Authorization.StepUpRequired(var request) ->
                        request.state() + " " + (request.paymentRequestUrl() == null) + (request.qrCode() == null)
                                + (request.expiresAt() == null) + (request.updatedAt() == null);
                };
            } catch (UnreadableAnswerException unreadable) {
                tellsNoSecret(unreadable.what());
                return unreadable.what();
            }
        }
    }

    private static final class Requests implements Target {
        @Override
        public String name() {
            return "klarna-request";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(bytes(READ), bytes(Calls.SUBMITTED), bytes(Calls.CANCELED));
        }

        @Override
        public String take(byte[] input) {
            try {
                var json = new PaymentRequestJson(Json.parse(input));
                var request = json.of(Calls.REQUEST);
                tellsNoSecret(String.valueOf(json.token()));
                must(request.paymentRequestId().equals(Calls.REQUEST), "about another Payment Request");
                return request.state() + " "
                        + (json.token() == null ? "-" : json.token().kind()) + (request.amount() == null)
                        + (request.expiresAt() == null) + (request.updatedAt() == null);
            } catch (UnreadableAnswerException unreadable) {
                tellsNoSecret(unreadable.what());
                return unreadable.what();
            }
        }
    }

    /** Three digits of a status, then a body. */
    private static final class Errors implements Target {
        @Override
        public String name() {
            return "klarna-error";
        }

        @Override
        public List<byte[]> seeds() {
            var error = """
                    {"error_id":"8e3a","error_type":"INPUT_ERROR","error_code":"VALIDATION_ERROR","error_message":"%s",
                    "validation_errors":[{"parameter":"currency","reason":"unknown",
                    "doc_url":"x"}]}""".formatted(SECRET);
            return List.of(
                    bytes("400" + error),
                    bytes("409" + error),
                    bytes("500" + error),
                    bytes("403"),
                    bytes("502<html>"),
                    bytes("429{}"));
        }

        @Override
        public String take(byte[] input) {
            int status = status(input);
            var body = input.length < 3 ? new byte[0] : Arrays.copyOfRange(input, 3, input.length);
            var answers = new StringBuilder();
            for (var operation : Operation.values()) {
                var failure = FailureClassifier.refusal(operation, new Answer(status, new HttpHeaders(), body));
                // Klarna's code is told as it is.
                tellsNoSecret(String.valueOf(failure.getMessage())
                        .replace(String.valueOf(failure.details().errorCode()), ""));
                must(
                        operation.isWrite() || !(failure instanceof KlarnaException.OutcomeUnknown),
                        "a read's outcome is unknown");
                answers.append(failure.getClass().getSimpleName().charAt(0));
            }
            must(status / 100 != 5 || !answers.substring(0, 2).contains("T"), "a 5xx was surely not executed");
            return status / 100 + answers.toString() + (ErrorJson.read(body) == null);
        }

        private static int status(byte[] input) {
            int number = 0;
            for (int at = 0; at < 3; at++) {
                number = number * 10 + (at < input.length ? Math.floorMod(input[at] - '0', 10) : 0);
            }
            return number / 100 == 2 || number < 100 ? 500 : number;
        }
    }

    /** A line for each header. */
    private static final class AnswerHeaders implements Target {
        private static final List<String> NAMES = List.of(
                "Retry-After",
                "Date",
                "X-Ratelimit-Reset",
                "X-Ratelimit-Limit",
                "X-Ratelimit-Remaining",
                "Klarna-Correlation-Id");

        @Override
        public String name() {
            return "klarna-headers";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(bytes("30\n\n\n40, 40;w=1;name=\"x\"\n12\nabc"), bytes("""
                            Mon, 02 Mar 2026 09:31:00 GMT
                            Mon, 02 Mar 2026 09:30:00 GMT
                            1.5
                            100, 40;w=1, 100;a=b; w=60
                            0
                            """));
        }

        @Override
        public String take(byte[] input) {
            var headers = new HttpHeaders();
            var lines = new String(input, UTF_8).split("\n", -1);
            for (int at = 0; at < Math.min(lines.length, NAMES.size()); at++) {
                if (!lines[at].isEmpty()) {
                    headers.set(NAMES.get(at), lines[at]);
                }
            }
            var wait = RetryAfter.of(headers);
            bounded(wait);
            bounded(RetryAfter.ofRateLimit(headers));
            var limit = RateLimitHeaders.of(headers);
            bounded(limit.reset());
            must(limit.perSecond() == null || limit.perSecond() >= 0, "a negative limit");
            must(limit.remaining() == null || limit.remaining() >= 0, "a negative rest");
            var id = new Answer(429, headers, new byte[0]).correlationId();
            must(id == null || id.length() <= 200, "a long correlation id");
            return bucket(wait) + bucket(limit.reset()) + (limit.perSecond() == null) + (limit.remaining() == null);
        }

        private static void bounded(@Nullable Duration wait) {
            must(wait == null || (!wait.isNegative() && wait.compareTo(RetryAfter.LONGEST) <= 0), "waits " + wait);
        }

        private static String bucket(@Nullable Duration wait) {
            return wait == null
                    ? "-"
                    : String.valueOf(Long.numberOfTrailingZeros(Long.highestOneBit(wait.toSeconds() + 1)));
        }
    }
}
