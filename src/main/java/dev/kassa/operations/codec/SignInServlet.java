package dev.kassa.operations.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/**
 * {@code /codec/sign-in}, where an operator types a key and gets the cookie by which the UI may decode, and
 * {@code /codec/sign-out}. For people with a browser; scripts send the key itself.
 */
final class SignInServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(SignInServlet.class);

    static final String SIGN_IN = "/codec/sign-in";
    static final String SIGN_OUT = "/codec/sign-out";

    private static final int LONGEST_FORM = 4096;
    /** Nothing but the page's own style, and nobody else may frame it or receive what is typed. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private final transient SignIn signIn;
    private final transient SignInPage page;

    SignInServlet(SignIn signIn, SignInPage page) {
        this.signIn = signIn;
        this.page = page;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(SIGN_OUT)) {
            seeOther(response);
            return;
        }
        var session = signIn.session(request);
        write(
                response,
                session.map(known -> page.signedIn(known, SignIn.scheme(request) + "://" + host(request) + "/codec"))
                        .orElseGet(page::form));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getServletPath().equals(SIGN_OUT)) {
            answer(response, signIn.end(request));
        } else {
            signIn(request, response);
        }
    }

    private void signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getContentLengthLong() > LONGEST_FORM || request.getContentLengthLong() < 0) {
            response.setStatus(413);
            write(response, page.formAfterUnknownKey());
            return;
        }
        // Only from the body: a key in a query string would stand in every log on the way.
        var key = request.getQueryString() == null ? request.getParameter("key") : null;
        var cookie = signIn.begin(request, key == null ? "" : key);
        if (cookie.isPresent()) {
            answer(response, cookie.get());
        } else {
            log.warn("Somebody at {} tried to sign in with a key that is none", request.getRemoteAddr());
            response.setStatus(401);
            write(response, page.formAfterUnknownKey());
        }
    }

    private static String host(HttpServletRequest request) {
        var host = request.getHeader(HttpHeaders.HOST);
        return host == null ? request.getServerName() : host;
    }

    private static void answer(HttpServletResponse response, ResponseCookie cookie) {
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
        seeOther(response);
    }

    private static void seeOther(HttpServletResponse response) {
        response.setStatus(303);
        // Relative, so that it is right behind a proxy with another path or scheme too.
        response.setHeader(HttpHeaders.LOCATION, "sign-in");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    private static void write(HttpServletResponse response, String html) throws IOException {
        byte[] body = html.getBytes(UTF_8);
        response.setContentType("text/html;charset=utf-8");
        response.setContentLength(body.length);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.getOutputStream().write(body);
    }
}
