package dev.kassa.checkout.payhub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** The golden bodies are the source document's, less its blanks; what the document lacks is made after it. */
class GoldenBodiesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void everyBodyOfTheSourceIsKeptWithoutItsBlanks() throws IOException {
        var responses = lines();
        assertThat(responses)
                .containsExactly(
                        Golden.CANCELED.body(),
                        Golden.NOT_KLARNA.body(),
                        Golden.FOREIGN.body(),
                        Golden.UNKNOWN.body(),
                        Golden.CONFLICT.body(),
                        Golden.FAILED.body());
    }

    /** The document's answers, in their order; the first object is the request's body. */
    private static List<String> lines() throws IOException {
        try (var source = Objects.requireNonNull(GoldenBodiesTest.class.getResourceAsStream("/payhub/source.txt"))) {
            return new String(source.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .skip(1)
                    .map(line -> JSON.readTree(line).toString())
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CANCELED")
    void everyErrorHasTheSourcesFieldsInTheSourcesOrder(Golden error) {
        var json = JSON.readTree(error.body());
        assertThat(json.propertyNames())
                .containsExactly("Type", "Title", "Status", "Instance", "TraceId", "Detail", "Errors");
        assertThat(json.at("/Errors/0").propertyNames()).containsExactly("Name", "Reason", "Code", "Severity");
        assertThat(json.at("/TraceId").isNull()).isTrue();
        assertThat(json.at("/Errors/0/Code").isNull()).isTrue();
        assertThat(json.at("/Errors/0/Severity").isNull()).isTrue();
        assertThat(error.body()).isEqualTo(json.toString());
    }
}
