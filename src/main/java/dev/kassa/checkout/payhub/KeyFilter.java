package dev.kassa.checkout.payhub;

import dev.kassa.merchant.Merchant;
import dev.kassa.merchant.MerchantRates;
import dev.kassa.merchant.Merchants;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out whose call it is by its API key, as a bearer's or in {@code X-Api-Key}. Where several are presented all must
 * be the same merchant's: a proxy that adds a key must not decide for whom the caller speaks.
 */
final class KeyFilter extends OncePerRequestFilter {
    private static final String X_API_KEY = "X-Api-Key";
    private static final Pattern BEARER = Pattern.compile("Bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);

    private final Merchants merchants;
    private final MerchantRates rates;

    /** @param rates the same as the merchants' API has: both are one merchant's calls */
    KeyFilter(Merchants merchants, MerchantRates rates) {
        this.merchants = merchants;
        this.rates = rates;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var caller = caller(request);
        var wait = caller.map(rates::take).orElse(Duration.ZERO);
        if (!wait.isZero()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, MerchantRates.inSeconds(wait));
            PayHubError.TOO_MANY_REQUESTS.send(request.getRequestURI(), response);
            return;
        }
        caller.ifPresent(merchant -> {
            var context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new PreAuthenticatedAuthenticationToken(merchant, "", List.of()));
            SecurityContextHolder.setContext(context);
        });
        chain.doFilter(request, response);
    }

    private Optional<Merchant> caller(HttpServletRequest request) {
        var callers = presented(request).map(merchants::byKey).distinct().toList();
        return callers.size() == 1 ? callers.getFirst() : Optional.empty();
    }

    private static Stream<String> presented(HttpServletRequest request) {
        var bearers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION)).stream()
                .map(BEARER::matcher)
                .filter(Matcher::matches)
                .map(bearer -> bearer.group(1));
        var keys = Collections.list(request.getHeaders(X_API_KEY)).stream().map(String::strip);
        return Stream.concat(bearers, keys);
    }
}
