package dev.kassa.checkout.api;

import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;

/** The frame of {@code /v3/api-docs}: what the operations refer to. Bodies are read by hand, so are their schemas. */
@Configuration(proxyBeanMethods = false)
class OpenApiDocument {
    @Bean
    OpenAPI merchantApi() throws IOException {
        try (var frame = new ClassPathResource("openapi/merchant-api.yaml").getInputStream()) {
            return Yaml31.mapper().readValue(frame, OpenAPI.class);
        }
    }
}
