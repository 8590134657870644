package dev.kassa.checkout.payhub;

import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Before the application's error page, to which Tomcat sends what it refused ahead of all filters, such as a TRACE: of
 * PayHub's paths it is told in PayHub's shape.
 */
final class ErrorPageFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path
                && request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                && PayHubPaths.isPayHubs(path)) {
            PayHubError.of(status).send(path, response);
        } else {
            chain.doFilter(request, response);
        }
    }
}
