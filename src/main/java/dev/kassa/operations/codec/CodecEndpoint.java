package dev.kassa.operations.codec;

import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PayloadEncryption;
import dev.kassa.secret.SignInKey;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * The codec endpoint (contract, section 5) on the management port, and nowhere where that port is the service's own.
 *
 * <p>Boot finds it by its name in {@code META-INF/spring}; it needs {@link CodecSettings}, a {@link KeyRing} and a clock
 * from the application. Servlets, because what Boot builds of Spring MVC for this port knows only actuator endpoints.
 *
 * <p>The cookie is {@code SameSite=Strict}: UI and endpoint must lie below one registrable domain, ports aside, such as
 * {@code temporal.shop.example} and {@code kassa.shop.example}.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@ConditionalOnBean(CodecSettings.class)
public class CodecEndpoint {
    private static final Logger log = LoggerFactory.getLogger(CodecEndpoint.class);
    private static final String DECODE = "/codec/decode";
    private static final String ENCODE = "/codec/encode";
    private static final Duration PREFLIGHT_COUNTS = Duration.ofMinutes(10);

    @Bean
    SignIn codecSignIn(CodecSettings settings, KeyRing ring, InstantSource clock) {
        var keys = new CodecKeys(settings);
        if (keys.all().isEmpty()) {
            log.debug("No kassa.codec keys are configured: /codec/decode refuses everybody");
        }
        return new SignIn(keys, new SignInKey(ring), clock);
    }

    @Bean
    ServletRegistrationBean<HttpServlet> codecDecode(SignIn signIn, KeyRing ring) {
        return registered(new DecodeServlet(signIn, new Decoding(new PayloadEncryption(ring))), DECODE);
    }

    @Bean
    ServletRegistrationBean<HttpServlet> codecEncode() {
        return registered(new EncodeServlet(), ENCODE);
    }

    @Bean
    ServletRegistrationBean<HttpServlet> codecSignInPage(SignIn signIn, CodecSettings settings) {
        var servlet = new SignInServlet(signIn, new SignInPage(settings.allowedOrigin()));
        return registered(servlet, SignInServlet.SIGN_IN, SignInServlet.SIGN_OUT);
    }

    /** Before Spring Security, which would take a preflight for a request without a key. */
    @Bean
    FilterRegistrationBean<Filter> codecCors(CodecSettings settings) {
        var registration = new FilterRegistrationBean<Filter>(new CorsFilter(only(settings.allowedOrigin())));
        registration.setUrlPatterns(List.of(DECODE, ENCODE));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.setEnabled(settings.allowedOrigin() != null);
        return registration;
    }

    private static UrlBasedCorsConfigurationSource only(@Nullable URI origin) {
        var cors = new CorsConfiguration();
        cors.setAllowedOrigins(origin == null ? List.of() : List.of(origin.toString()));
        cors.setAllowedMethods(List.of(HttpMethod.POST.name(), HttpMethod.OPTIONS.name()));
        cors.setAllowedHeaders(List.of("X-Namespace", HttpHeaders.CONTENT_TYPE, HttpHeaders.AUTHORIZATION));
        cors.setAllowCredentials(true);
        cors.setMaxAge(PREFLIGHT_COUNTS);
        var source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration(DECODE, cors);
        source.registerCorsConfiguration(ENCODE, cors);
        return source;
    }

    private static ServletRegistrationBean<HttpServlet> registered(HttpServlet servlet, String... paths) {
        var registration = new ServletRegistrationBean<HttpServlet>(servlet, paths);
        registration.setName(servlet.getClass().getSimpleName());
        return registration;
    }
}
