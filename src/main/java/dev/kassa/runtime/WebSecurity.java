package dev.kassa.runtime;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * What needs no API key: Klarna's door, where a signature counts, the management port, the description of the API, and
 * in {@code embedded} the demo. The merchants' API brings its own chain, which comes first.
 */
class WebSecurity {
    @Bean
    @Order
    SecurityFilterChain withoutKey(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
