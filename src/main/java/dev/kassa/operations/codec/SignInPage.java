package dev.kassa.operations.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.util.HtmlUtils;

/** The page where an operator types a key: no script, readable without a mouse. Shows nothing that was typed. */
final class SignInPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String frame;
    private final @Nullable URI temporalUi;

    /** @param temporalUi where to go once signed in; absent where no origin is allowed */
    SignInPage(@Nullable URI temporalUi) {
        this.temporalUi = temporalUi;
        try {
            this.frame = new ClassPathResource("codec/sign-in.html").getContentAsString(UTF_8);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    String form() {
        return framed(formWith("", ""));
    }

    String formAfterUnknownKey() {
        return framed(formWith(
                "<p id=\"trouble\" class=\"trouble\" role=\"alert\">This is not one of the codec's keys.</p>",
                " aria-invalid=\"true\" aria-describedby=\"trouble\""));
    }

    /** @param endpoint what the UI must be told, as the browser sees it */
    String signedIn(SignIn.Session session, String endpoint) {
        var what = switch (session.key().view()) {
            case MASKED -> "Customers' data is masked for this key.";
            case FULL -> "This key shows customers' data in the clear.";
        };
        return framed(
                """
                <h1>You may read payloads</h1>
                <div class="card">
                  <p>%s Signed in until <strong>%s</strong>, with the key whose hash begins with <code>%s</code>.
                    Every use is logged.</p>
                  %s
                  <form method="post" action="sign-out"><button>Sign out</button></form>
                </div>
                """.formatted(what, TIME.format(session.until()), session.key().name(), next(endpoint)));
    }

    private String next(String endpoint) {
        if (temporalUi == null) {
            return "<p>No page of another origin may ask here: <code>kassa.codec.allowed-origin</code> is not set.</p>";
        }
        return """
                <ol>
                  <li>Open <a href="%1$s">Temporal's UI</a>.</li>
                  <li>Once in each browser, behind the glasses at its top right: choose
                    <em>Use my browser setting and ignore Cluster-level setting</em>, fold that list up again, give
                    <code>%2$s</code> as the endpoint, switch on <em>Include cross-origin credentials</em>, and
                    apply.</li>
                </ol>""".formatted(HtmlUtils.htmlEscape(temporalUi.toString()), HtmlUtils.htmlEscape(endpoint));
    }

    private static String formWith(String trouble, String inputState) {
        return """
                <h1>Read payloads</h1>
                <div class="card">
                  <p>What Temporal keeps of a checkout is encrypted. Type a key of this codec, and Temporal's UI may show
                    it in this browser for eight hours.</p>
                  <form method="post" action="sign-in" autocomplete="off">
                    <label for="key">Key</label>
                    <input id="key" name="key" type="password" required autofocus maxlength="512" spellcheck="false"
                      autocapitalize="none"%2$s>
                    %1$s
                    <button class="go">Sign in</button>
                  </form>
                  <p class="quiet">Keys are <code>kassa.codec.*</code> in the service's configuration. Every use is
                    logged.</p>
                </div>
                """.formatted(trouble, inputState);
    }

    private String framed(String content) {
        return frame.replace("<!-- content -->", content);
    }
}
