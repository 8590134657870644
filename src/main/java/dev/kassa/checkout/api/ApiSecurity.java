package dev.kassa.checkout.api;

import dev.kassa.merchant.MerchantRates;
import dev.kassa.merchant.Merchants;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;

/** The merchant's API takes API keys and keeps no sessions. What lies elsewhere is another chain's, or guards itself. */
@Configuration(proxyBeanMethods = false)
class ApiSecurity {
    @Bean
    @Order(1)
    SecurityFilterChain apiKeys(HttpSecurity http, Merchants merchants, MerchantRates rates, MeterRegistry metrics) {
        return http.securityMatcher("/v1/**")
                .authorizeHttpRequests(paths -> paths
                        // Otherwise every uncaught exception would become a bare 403.
                        .dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers("/v1/return/**")
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .addFilterBefore(new ApiKeyFilter(merchants), AnonymousAuthenticationFilter.class)
                .addFilterBefore(new LaneFilter(rates, metrics), AnonymousAuthenticationFilter.class)
                .exceptionHandling(errors -> errors.authenticationEntryPoint(ApiSecurity::unauthorized))
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .build();
    }

    private static void unauthorized(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException nobody)
            throws IOException {
        Problem.of(ProblemType.UNAUTHORIZED, "The API key is missing or unknown")
                .withHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .write(request, response);
    }
}
