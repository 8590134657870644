package dev.kassa.checkout.payhub;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Around all of PayHub's paths: an error that a filter names by its status (the firewall, a rate limit), or an exception
 * that nobody caught, is told in PayHub's shape and never reaches the application's error page.
 */
final class EveryErrorFilter extends OncePerRequestFilter {
    private static final Logger log = LoggerFactory.getLogger(EveryErrorFilter.class);

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            chain.doFilter(request, new InPayHubsShape(request, response));
        } catch (IOException | ServletException | RuntimeException failed) {
            if (response.isCommitted()) {
                throw failed;
            }
            log.error("{} {} failed", request.getMethod(), request.getRequestURI(), failed);
            PayHubError.FAILED.send(request.getRequestURI(), response);
        }
    }

    private static final class InPayHubsShape extends HttpServletResponseWrapper {
        private final HttpServletRequest request;
        private final HttpServletResponse response;

        InPayHubsShape(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
            this.response = response;
        }

        @Override
        public void sendError(int status) throws IOException {
            PayHubError.of(status).send(request.getRequestURI(), response);
            response.flushBuffer();
        }

        @Override
        public void sendError(int status, @Nullable String message) throws IOException {
            sendError(status);
        }
    }
}
