package dev.kassa.checkout.payhub;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An error as PayHub writes it: names and order of src/test/resources/payhub/source.txt, and what is null is there. */
@JsonPropertyOrder({"Type", "Title", "Status", "Instance", "TraceId", "Detail", "Errors"})
record ErrorJson(
        @JsonProperty("Type") String type,
        @JsonProperty("Title") String title,
        @JsonProperty("Status") int status,
        @JsonProperty("Instance") String instance,
        @JsonProperty("TraceId") @Nullable String traceId,
        @JsonProperty("Detail") String detail,
        @JsonProperty("Errors") List<FaultJson> errors) {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @JsonPropertyOrder({"Name", "Reason", "Code", "Severity"})
    record FaultJson(
            @JsonProperty("Name") String name,
            @JsonProperty("Reason") String reason,
            @JsonProperty("Code") @Nullable String code,
            @JsonProperty("Severity") @Nullable String severity) {}

    /** Compact, without blanks. */
    byte[] bytes() {
        return MAPPER.writeValueAsBytes(this);
    }
}
