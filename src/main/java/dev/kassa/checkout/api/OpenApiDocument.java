package dev.kassa.checkout.api;

import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ClassPathResource;

/**
 * The frame of {@code /v3/api-docs}: what the operations refer to. Bodies are read by hand, so are their schemas. What is
 * published is kept in {@code docs/openapi.yaml}.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiDocument {
    /** What each call of a merchant's may meet before anybody looks at what it asks for. */
    private static final Map<String, String> ALWAYS = Map.of(
            "400", "Invalid",
            "401", "Unauthorized",
            "405", "MethodNotAllowed",
            "406", "NotAcceptable",
            "429", "TooManyRequests",
            "500", "Internal",
            "503", "Unavailable");

    @Bean
    OpenAPI merchantApi() throws IOException {
        try (var frame = new ClassPathResource("openapi/merchant-api.yaml").getInputStream()) {
            return Yaml31.mapper().readValue(frame, OpenAPI.class);
        }
    }

    @Bean
    OperationCustomizer whatEveryCallMayMeet() {
        return (operation, _) -> {
            ALWAYS.forEach(
                    (status, name) -> operation.getResponses().putIfAbsent(status, new ApiResponse().$ref(name)));
            if (operation.getParameters() != null) {
                operation.setParameters(operation.getParameters().stream()
                        .map(OpenApiDocument::referenceAlone)
                        .toList());
            }
            return operation;
        };
    }

    /** What springdoc read of the method stands beside the reference, where nothing may stand. */
    private static Parameter referenceAlone(Parameter parameter) {
        return parameter.get$ref() == null ? parameter : new Parameter().$ref(parameter.get$ref());
    }

    /** Generated, so that the document and the check never differ. */
    @Bean
    OpenApiCustomizer currencies() {
        var currency = new JsonSchema();
        currency.addType("string");
        currency.setDescription("A current ISO 4217 code");
        currency.setEnum(new ArrayList<>(Currencies.all()));
        return document -> document.getComponents().addSchemas("Currency", currency);
    }

    /** The same order at every start, whatever order the controllers are found in. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    OpenApiCustomizer inOrder() {
        return document -> {
            var paths = new Paths();
            new TreeMap<>(document.getPaths()).forEach(paths::addPathItem);
            document.setPaths(paths);
            paths.values().stream()
                    .flatMap(path -> path.readOperations().stream())
                    .forEach(OpenApiDocument::sortResponses);
        };
    }

    private static void sortResponses(Operation operation) {
        var sorted = new ApiResponses();
        new TreeMap<>(operation.getResponses()).forEach(sorted::addApiResponse);
        operation.setResponses(sorted);
    }
}
