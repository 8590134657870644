package dev.kassa.klarna.http;

import dev.kassa.klarna.http.ErrorTable.Body;
import dev.kassa.klarna.http.ErrorTable.Row;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of Klarna's errors in every shape that an answer may have, for every call. */
class ErrorTableTest {
    static Stream<Row> rows() {
        return ErrorTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRowHasItsClassAndItsWaitInEveryShapeForEveryCall(Row row) {
        for (var operation : Operation.values()) {
            for (var body : Body.values()) {
                row.check(ErrorTable.REAL, operation, body);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(IoFailure.class)
    void everyWayToGetNoAnswerHasItsClassForEveryCall(IoFailure failure) {
        for (var operation : Operation.values()) {
            ErrorTable.checkNoAnswer(ErrorTable.REAL, operation, failure);
        }
    }
}
