package dev.kassa.checkout.api;

import dev.kassa.merchant.Merchant;
import dev.kassa.merchant.MerchantRates;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps callers out of each other's way: every merchant has its own rate and its own places, and whoever has no key has
 * a lane in which nothing is done but to say so. Klarna's webhooks do not pass here.
 */
final class LaneFilter extends OncePerRequestFilter {
    /** A wait that was asked for, and the 15 s in which all else is answered. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(45);

    private static final int ALL_MERCHANTS = 6000;
    private static final int STRANGERS = 200;
    private static final String NOBODY = "";

    private final MerchantRates rates;
    private final Lane merchants;
    private final Lane strangers = new Lane(STRANGERS, STRANGERS);
    private final MeterRegistry metrics;

    LaneFilter(MerchantRates rates, MeterRegistry metrics) {
        this.rates = rates;
        this.merchants = new Lane(ALL_MERCHANTS, Math.min(rates.atOnce(LONGEST_CALL), ALL_MERCHANTS / 2));
        this.metrics = metrics;
    }

    /** Customers who return have no key either; their lane is behind the check of their links. */
    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getServletPath().startsWith("/v1/return/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var merchant = caller();
        if (merchant == null) {
            through(strangers, NOBODY, request, response, chain);
            return;
        }
        var wait = rates.take(merchant);
        if (wait.isZero()) {
            through(merchants, merchant.id(), request, response, chain);
        } else {
            refuse("rate", wait, request, response);
        }
    }

    private void through(
            Lane lane, String who, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!lane.enter(who)) {
            refuse(lane == merchants ? "merchant" : "stranger", Duration.ofSeconds(1), request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            lane.leave(who);
        }
    }

    private void refuse(String lane, Duration wait, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        metrics.counter("kassa.api.refused", "lane", lane).increment();
        Problem.of(ProblemType.TOO_MANY_REQUESTS, "Slow down; this call was not looked at")
                .withHeader(HttpHeaders.RETRY_AFTER, MerchantRates.inSeconds(wait))
                .write(request, response);
    }

    private static @Nullable Merchant caller() {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Merchant merchant ? merchant : null;
    }
}
