package dev.kassa.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * State as JSON, for the sandbox's own eyes: records by their components. A field that a file does not have yet is null or
 * empty; one that is not known any more is left out.
 */
final class KeptJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .addModule(new SimpleModule()
                    .addAbstractTypeMapping(Set.class, LinkedHashSet.class)
                    .addSerializer(Fault.class, new FaultOut())
                    .addDeserializer(Fault.class, new FaultIn())
                    .addSerializer(WebhookFault.class, new WebhookFaultOut())
                    .addDeserializer(WebhookFault.class, new WebhookFaultIn()))
            .build();

    private KeptJson() {}

    static JsonNode encoded(Object value) {
        return MAPPER.valueToTree(value);
    }

    static <T> T decoded(JsonNode json, Class<T> type) {
        return MAPPER.treeToValue(json, type);
    }

    static <T> T decoded(JsonNode json, TypeReference<T> type) {
        return MAPPER.treeToValue(json, type);
    }

    private record Named(
            String name, @Nullable Duration by, @Nullable Integer number) {}

    private static final class FaultOut extends ValueSerializer<Fault> {
        @Override
        public void serialize(Fault fault, JsonGenerator out, SerializationContext context) {
            out.writePOJO(KeptFault.of(fault));
        }
    }

    private static final class FaultIn extends ValueDeserializer<Fault> {
        @Override
        public Fault deserialize(JsonParser in, DeserializationContext context) {
            return context.readValue(in, KeptFault.class).restored();
        }
    }

    private static final class WebhookFaultOut extends ValueSerializer<WebhookFault> {
        @Override
        public void serialize(WebhookFault fault, JsonGenerator out, SerializationContext context) {
            out.writePOJO(
                    switch (fault) {
                        case WebhookFault.Delayed(Duration by) -> new Named(fault.name(), by, null);
                        case WebhookFault.DelayedToRetry(int step) -> new Named(fault.name(), null, step);
                        case WebhookFault.FractionDigits(int digits) -> new Named(fault.name(), null, digits);
                        case WebhookFault.Plain _ -> new Named(fault.name(), null, null);
                    });
        }
    }

    private static final class WebhookFaultIn extends ValueDeserializer<WebhookFault> {
        @Override
        public WebhookFault deserialize(JsonParser in, DeserializationContext context) {
            Named named = context.readValue(in, Named.class);
            int number = Optional.ofNullable(named.number()).orElse(1);
            return switch (named.name()) {
                case WebhookFault.Delayed.NAME ->
                    WebhookFault.delayed(Optional.ofNullable(named.by()).orElse(Duration.ZERO));
                case WebhookFault.DelayedToRetry.NAME -> WebhookFault.delayedToRetry(number);
                case WebhookFault.FractionDigits.NAME -> WebhookFault.fractionDigits(number);
                default -> WebhookFault.Plain.valueOf(named.name());
            };
        }
    }
}
