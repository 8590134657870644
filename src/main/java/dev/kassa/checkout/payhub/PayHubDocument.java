package dev.kassa.checkout.payhub;

import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/** PayHub's part of {@code /v3/api-docs}: its path, its schemas and its key, from a file of its own. */
@Configuration(proxyBeanMethods = false)
class PayHubDocument {
    @Bean
    OpenApiCustomizer payHubsEndpoint() throws IOException {
        try (var file = new ClassPathResource("openapi/payhub.yaml").getInputStream()) {
            var own = Yaml31.mapper().readValue(file, OpenAPI.class);
            return document -> {
                own.getPaths().forEach(document::path);
                var components = own.getComponents();
                components.getSchemas().forEach(document.getComponents()::addSchemas);
                components.getResponses().forEach(document.getComponents()::addResponses);
                components.getSecuritySchemes().forEach(document.getComponents()::addSecuritySchemes);
            };
        }
    }
}
