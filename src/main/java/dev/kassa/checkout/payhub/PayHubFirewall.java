package dev.kassa.checkout.payhub;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;

/**
 * Spring's strict firewall, but for an id of PayHub's: there every encoded character may be part of a reference. An id is
 * only ever hashed or looked up as a whole, so nothing in it can lead anywhere. A method of any name passes everywhere,
 * and is told by the controllers what the path has instead; nothing here is allowed by its method.
 */
final class PayHubFirewall implements HttpFirewall {
    private static final String IDS = "/api/payhub/v1/payment/request/";

    private final HttpFirewall strict = elsewhere();
    private final HttpFirewall forIds = forIds();

    @Override
    public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
        return (isId(request) ? forIds : strict).getFirewalledRequest(request);
    }

    @Override
    public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
        return strict.getFirewalledResponse(response);
    }

    /** Both as it was sent and as Tomcat understands it: encoded dots must not lead out. */
    private static boolean isId(HttpServletRequest request) {
        return request.getRequestURI().startsWith(IDS)
                && request.getServletPath().startsWith(IDS);
    }

    private static StrictHttpFirewall elsewhere() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        return firewall;
    }

    private static StrictHttpFirewall forIds() {
        var firewall = new StrictHttpFirewall();
        firewall.setUnsafeAllowAnyHttpMethod(true);
        firewall.setAllowSemicolon(true);
        firewall.setAllowUrlEncodedSlash(true);
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowUrlEncodedPercent(true);
        firewall.setAllowUrlEncodedPeriod(true);
        firewall.setAllowBackSlash(true);
        firewall.setAllowUrlEncodedLineSeparator(true);
        firewall.setAllowUrlEncodedParagraphSeparator(true);
        // No reference has these three; whoever sends one hears so in its turn, after the key.
        firewall.setAllowNull(true);
        firewall.setAllowUrlEncodedLineFeed(true);
        firewall.setAllowUrlEncodedCarriageReturn(true);
        return firewall;
    }
}
