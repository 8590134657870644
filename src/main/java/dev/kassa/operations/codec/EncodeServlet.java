package dev.kassa.operations.codec;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * {@code POST /codec/encode}: hands back what it was sent.
 *
 * <p>A UI with a codec endpoint has its signals and updates encoded there and does not send them where that fails. What
 * is sent from there is accepted in the clear (contract, section 5); encrypted here it would be bound to no workflow, and
 * be refused. It needs no key: nothing is told, and an operator who may not decode may still cancel.
 */
final class EncodeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var body = Answers.body(request);
        if (body.isEmpty()) {
            Answers.tooLong(response);
            return;
        }
        try {
            Answers.payloads(response, Payloads.in(body.get()));
        } catch (UnreadableException _) {
            Answers.unreadable(response);
        }
    }
}
