package dev.kassa.operations.codec;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/**
 * {@code POST /codec/decode}: Temporal's codec server protocol, for whoever brings a key. Each use is a line in the log.
 *
 * <p>The query string counts for nothing (newer UIs send one), nor do the headers that name a namespace.
 */
final class DecodeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(DecodeServlet.class);
    private static final int LONGEST_ORIGIN = 100;

    private final transient SignIn signIn;
    private final transient Decoding decoding;

    DecodeServlet(SignIn signIn, Decoding decoding) {
        this.signIn = signIn;
        this.decoding = decoding;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var caller = signIn.caller(request);
        if (caller.isEmpty()) {
            Answers.unauthorized(response);
            return;
        }
        var body = Answers.body(request);
        if (body.isEmpty()) {
            Answers.tooLong(response);
            return;
        }
        try {
            var payloads = Payloads.in(body.get());
            log.info("{} decodes {} payloads for {}", caller.get(), payloads.size(), origin(request));
            Answers.payloads(response, decoding.decode(payloads, caller.get().view()));
        } catch (UnreadableException _) {
            Answers.unreadable(response);
        }
    }

    /** Nobody has checked this header, so only its harmless characters are logged. */
    private static String origin(HttpServletRequest request) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return "no origin";
        }
        var harmless = origin.replaceAll("[^A-Za-z0-9.:/_\\[\\]-]", "?");
        return harmless.substring(0, Math.min(harmless.length(), LONGEST_ORIGIN));
    }
}
