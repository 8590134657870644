package dev.kassa.checkout.payhub;

import dev.kassa.merchant.MerchantRates;
import dev.kassa.merchant.Merchants;
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

/** PayHub's paths take API keys and keep no sessions, as the merchants' API does; only the headers and words differ. */
@Configuration(proxyBeanMethods = false)
class PayHubSecurity {
    @Bean
    @Order(2)
    SecurityFilterChain payHubKeys(HttpSecurity http, Merchants merchants, MerchantRates rates) {
        return http.securityMatcher(PayHubPaths.ALL)
                .authorizeHttpRequests(paths -> paths.anyRequest().authenticated())
                .addFilterBefore(new KeyFilter(merchants, rates), AnonymousAuthenticationFilter.class)
                .exceptionHandling(errors -> errors.authenticationEntryPoint(PayHubSecurity::unauthorized))
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
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        PayHubError.UNAUTHORIZED.send(request.getRequestURI(), response);
    }
}
