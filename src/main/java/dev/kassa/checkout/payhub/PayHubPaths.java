package dev.kassa.checkout.payhub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.web.util.UriUtils;

/**
 * Where PayHub's endpoint lies, and what its path may carry: a reference is the merchant's own and may hold slashes,
 * percent signs, blanks and every letter, each percent-encoded as UTF-8.
 */
@Configuration(proxyBeanMethods = false)
class PayHubPaths {
    static final String ALL = "/api/payhub/**";
    static final String PAYMENT_REQUEST = "/api/payhub/v1/payment/request/{paymentRequestId}";

    private static final String ROOT = "/api/payhub";

    /** Whether a path, as it was sent, is PayHub's. */
    static boolean isPayHubs(@Nullable String requestUri) {
        return requestUri != null && (requestUri.equals(ROOT) || requestUri.startsWith(ROOT + "/"));
    }

    /**
     * The id in a path of one: its last segment, decoded once; empty where that is no UTF-8. What Spring would make of
     * the segment lacks what follows a semicolon.
     */
    static Optional<String> id(HttpServletRequest request) {
        var path = request.getRequestURI();
        try {
            var bytes = UriUtils.decode(path.substring(path.lastIndexOf('/') + 1), ISO_8859_1)
                    .getBytes(ISO_8859_1);
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Bean
    FilterRegistrationBean<EveryErrorFilter> payHubErrors() {
        var filter = new FilterRegistrationBean<>(new EveryErrorFilter());
        filter.addUrlPatterns(ROOT + "/*");
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    @Bean
    FilterRegistrationBean<ErrorPageFilter> payHubErrorPages() {
        var filter = new FilterRegistrationBean<>(new ErrorPageFilter());
        filter.setDispatcherTypes(DispatcherType.ERROR);
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** There is one firewall for the whole application; what it lets through elsewhere stays as it was. */
    @Bean
    HttpFirewall firewall() {
        return new PayHubFirewall();
    }

    /** Tomcat would refuse an encoded slash before anybody sees it; now the firewall does, but for PayHub's ids. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> encodedSlashes() {
        var handling = EncodedSolidusHandling.PASS_THROUGH.getValue();
        return tomcat -> tomcat.addConnectorCustomizers(connector -> {
            connector.setEncodedSolidusHandling(handling);
            connector.setEncodedReverseSolidusHandling(handling);
        });
    }
}
