package dev.kassa.checkout.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.enums.v1.IndexedValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SearchAttributeKeysTest {
    @Test
    void aNamespaceIsGivenThoseThatTheSagaSets() throws IOException {
        var given = Files.readAllLines(Path.of("temporal/search-attributes"));
        var set = SearchAttributeKeys.ALL.stream()
                .map(key -> key.getName() + "=" + word(key.getValueType()))
                .toList();
        assertThat(given).containsExactlyInAnyOrderElementsOf(set);
    }

    private static String word(IndexedValueType type) {
        var name = type.name().substring("INDEXED_VALUE_TYPE_".length());
        return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
    }
}
