package dev.kassa.klarna.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.klarna.KlarnaException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Klarna.md, section 8, row by row: what a call without a result means. For a read, which changes nothing, what is
 * unknown is merely transient.
 */
final class ErrorTable {
    /** A number of seconds is how long to wait at least. */
    private static final String ROWS = """
            answer | error_code                 | Klarna's body     | no body        | another's body
            400    | VALIDATION_ERROR           | Refused           | Transient      | Transient
            400    | INVALID_CONTENT_TYPE       | Refused           | Transient      | Transient
            413    | VALIDATION_ERROR           | Refused           | Refused        | Refused
            401    | UNAUTHORIZED               | Refused           | Transient      | Transient
            403    | OPERATION_FORBIDDEN        | Refused           | Transient 30   | Transient
            404    | NOT_FOUND                  | Refused           | Transient      | Transient
            404    | RESOURCE_NOT_FOUND         | Refused           | Transient      | Transient
            409    | RESOURCE_CONFLICT          | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            429    | RATE_LIMITED               | Transient         | Transient      | Transient
            500    | TIMEOUT                    | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            500    | INTERNAL_ERROR             | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            500    | SERVER_CONFIGURATION_ERROR | OutcomeUnknown 60 | OutcomeUnknown | OutcomeUnknown
            503    | TEMPORARY_UNAVAILABLE      | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            408    | SOMETHING_NEW              | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            502    | SOMETHING_NEW              | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            504    | SOMETHING_NEW              | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            599    | SOMETHING_NEW              | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            301    | SOMETHING_NEW              | Refused           | Refused        | Refused
            307    | SOMETHING_NEW              | Refused           | Refused        | Refused
            400    | SOMETHING_NEW              | Refused           | Transient      | Transient
            402    | SOMETHING_NEW              | Refused           | Transient      | Transient
            405    | SOMETHING_NEW              | Refused           | Transient      | Transient
            410    | SOMETHING_NEW              | Refused           | Transient      | Transient
            422    | SOMETHING_NEW              | Refused           | Transient      | Transient
            499    | SOMETHING_NEW              | Refused           | Transient      | Transient
            200    | (unreadable)               | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            201    | (unreadable)               | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            199    | SOMETHING_NEW              | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            799    | SOMETHING_NEW              | OutcomeUnknown    | OutcomeUnknown | OutcomeUnknown
            """;

    private ErrorTable() {}

    /** The classifier, or one that was changed. */
    interface Classifier {
        KlarnaException refusal(Operation operation, Answer answer);

        KlarnaException unreadable(Operation operation, Answer answer);

        KlarnaException noAnswer(Operation operation, IoFailure failure);
    }

    /** What may stand in an answer that is an error. */
    enum Body {
        NEWER_LIST("{\"error_code\":\"%s\",\"validation_errors\":[{\"parameter\":\"a\",\"reason\":\"b\"}]}"),
        OLDER_LIST("{\"error_code\":\"%s\",\"errors\":[{\"parameter\":\"a\",\"error_message\":\"b\"}]}"),
        WITH_TYPE("{\"error_type\":\"INPUT_ERROR\",\"error_code\":\"%s\",\"error_message\":\"…\"}"),
        WITHOUT_TYPE("{\"error_id\":\"8e3a\",\"error_code\":\"%s\",\"error_message\":\"…\"}"),
        CLASSIC("{\"correlation_id\":\"c\",\"error_code\":\"%s\",\"error_messages\":[\"a\",\"b\"]}"),
        WRONG_CONTENT_TYPE("{\"error_code\":\"%s\"}"),
        EMPTY(""),
        BLANK(" \r\n"),
        HTML("<html>%s</html>"),
        TRUNCATED("{\"error_code\":\"%s\",\"error_mess"),
        NO_CODE("{\"error\":\"%s\"}"),
        STRANGE_CODE("{\"error_code\":\"%s but in words\"}");

        private final String text;

        Body(String text) {
            this.text = text;
        }

        byte[] octets(String code) {
            return text.formatted(code).getBytes(UTF_8);
        }

        private int column() {
            return switch (this) {
                case NEWER_LIST, OLDER_LIST, WITH_TYPE, WITHOUT_TYPE, CLASSIC, WRONG_CONTENT_TYPE -> 2;
                case EMPTY, BLANK -> 3;
                case HTML, TRUNCATED, NO_CODE, STRANGE_CODE -> 4;
            };
        }
    }

    /** One line of the table. */
    record Row(int status, String code, List<String> cells) {
        private static Row of(String line) {
            var cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
            return new Row(Integer.parseInt(cells.getFirst()), cells.get(1), cells);
        }

        /** Asserts one cell of it. */
        void check(Classifier classifier, Operation operation, Body body) {
            var headers = new HttpHeaders();
            headers.set("Content-Type", body == Body.WRONG_CONTENT_TYPE ? "text/html" : "application/json");
            var answer = new Answer(status, headers, body.octets(code));
            var failure = answer.isSuccess()
                    ? classifier.unreadable(operation, answer)
                    : classifier.refusal(operation, answer);
            var words = cells.get(body.column()).split(" ", -1);
            assertThat(failure.getClass().getSimpleName())
                    .as("%s %s %s %s", operation, status, code, body)
                    .isEqualTo(forOperation(operation, words[0]));
            assertThat(failure.details().retryAfter())
                    .as("%s %s %s %s", operation, status, code, body)
                    .isEqualTo(words.length == 1 ? null : Duration.ofSeconds(Long.parseLong(words[1])));
            assertThat(failure.details().status()).isEqualTo(status);
            assertThat(failure.details().errorCode()).isEqualTo(expectedCode(answer, body));
        }

        private @Nullable String expectedCode(Answer answer, Body body) {
            return answer.isSuccess() || body.column() != 2 ? null : code;
        }

        @Override
        public String toString() {
            return status + " " + code.toLowerCase(Locale.ROOT);
        }
    }

    static Stream<Row> rows() {
        return ROWS.lines().skip(1).map(Row::of);
    }

    /** The rows in which no whole answer came. */
    static void checkNoAnswer(Classifier classifier, Operation operation, IoFailure failure) {
        var expected = switch (failure) {
            case NO_CONNECTION -> "Transient";
            case TIMEOUT, CUT -> "OutcomeUnknown";
        };
        var thrown = classifier.noAnswer(operation, failure);
        assertThat(thrown.getClass().getSimpleName())
                .as("%s %s", operation, failure)
                .isEqualTo(forOperation(operation, expected));
        assertThat(thrown.details().status()).isNull();
    }

    /** Every cell of every row for every operation. */
    static void checkAll(Classifier classifier) {
        for (var operation : Operation.values()) {
            for (var failure : IoFailure.values()) {
                checkNoAnswer(classifier, operation, failure);
            }
            rows().forEach(row -> Stream.of(Body.values()).forEach(body -> row.check(classifier, operation, body)));
        }
    }

    private static String forOperation(Operation operation, String ofWrite) {
        return operation == Operation.READ_PAYMENT_REQUEST && ofWrite.equals("OutcomeUnknown") ? "Transient" : ofWrite;
    }

    /** The classifier as it is. */
    static final Classifier REAL = new Classifier() {
        @Override
        public KlarnaException refusal(Operation operation, Answer answer) {
            return FailureClassifier.refusal(operation, answer);
        }

        @Override
        public KlarnaException unreadable(Operation operation, Answer answer) {
            return FailureClassifier.unreadable(operation, answer, "it says nothing");
        }

        @Override
        public KlarnaException noAnswer(Operation operation, IoFailure failure) {
            return FailureClassifier.noAnswer(operation, failure, new IOException("cut"));
        }
    };
}
