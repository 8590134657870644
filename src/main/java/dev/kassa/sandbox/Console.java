package dev.kassa.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages for whoever works with the sandbox: what there is, what happened, and buttons. A button is a command of the
 * control API; so a script can do whatever a person can.
 */
final class Console {

    private static final Pattern REQUEST = Pattern.compile("/ui/requests/([0-9a-f-]+)");

    private final Sandbox sandbox;
    private final ControlApi control;
    private final SameOrigin origins;

    Console(Sandbox sandbox, ControlApi control, SameOrigin origins) {
        this.sandbox = sandbox;
        this.control = control;
        this.origins = origins;
    }

    static boolean serves(String path) {
        return path.equals("/") || path.startsWith("/ui/");
    }

    Reply reply(Call call) {
        if (call.path().startsWith(Form.PATH)) {
            return call.method().equals("POST") ? done(call) : new Reply.Send(unknown());
        }
        return new Reply.Send(call.method().equals("GET") ? page(call.path()) : unknown());
    }

    private Answer page(String path) {
        Matcher request = REQUEST.matcher(path);
        if (request.matches()) {
            return RequestPage.of(sandbox, request.group(1)).orElseGet(this::unknown);
        }
        return switch (path) {
            case "/" -> RequestsPage.of(sandbox);
            case "/ui/calls" -> CallsPage.of(sandbox);
            case "/ui/webhooks" -> WebhooksPage.of(sandbox);
            case "/ui/controls" -> ControlsPage.of(sandbox);
            case "/ui/pages.css" -> Answer.asset("text/css", file("pages.css"));
            case "/ui/live.js" -> Answer.asset("text/javascript", file("live.js"));
            default -> unknown();
        };
    }

    // Back to a page by GET, so that reloading it does nothing again.
    private Reply done(Call call) {
        if (!origins.isOwn(call)) {
            return new Reply.Send(failed(403, "This form did not come from a page of the sandbox."));
        }
        Form form = Form.of(call);
        Answer back = Answer.seeOther(form.back());
        return switch (control.reply(form.command(call))) {
            case Reply.Send(Answer answer) when answer.status() < 300 -> new Reply.Send(back);
            case Reply.Send(Answer answer) -> new Reply.Send(failed(answer.status(), reason(answer)));
            case Reply.SendThen(Answer _, Runnable then) -> new Reply.SendThen(back, then);
            case Reply.SendLater _, Reply.Trickle _, Reply.Cut _, Reply.Silence _, Reply.Reset _ ->
                throw new IllegalStateException("The control API answers at once");
        };
    }

    private static String reason(Answer answer) {
        return Json.parse(answer.body())
                .flatMap(body -> Json.text(body, "error"))
                .orElse("It was refused.");
    }

    private Answer failed(int status, String reason) {
        Html body = Html.of("""
                <div class=card role=alert><h1>Nothing was done</h1><p>{}</p></div>
                """, reason);
        return Page.forOperators(status, "Nothing was done", Page.Section.CONTROLS, sandbox.now(), body);
    }

    private Answer unknown() {
        Html body = Html.of("""
                <div class=card><h1>There is nothing here</h1>
                <p><a href="/">All Payment Requests</a></p></div>
                """);
        return Page.forOperators(404, "Not here", Page.Section.PAYMENT_REQUESTS, sandbox.now(), body);
    }

    private static byte[] file(String name) {
        try (InputStream file = Console.class.getResourceAsStream("/sandbox/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
