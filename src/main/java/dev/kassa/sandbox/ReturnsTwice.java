package dev.kassa.sandbox;

/** A page by which a browser fetches a return URL and then goes there: it comes back twice. */
final class ReturnsTwice {

    private ReturnsTwice() {}

    static Answer to(String url) {
        String escaped = url.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
        return Answer.html(200, """
                <!doctype html>
                <html lang=en><meta charset=utf-8><title>Back to the shop</title>
                <meta http-equiv=refresh content="1;url=%s">
                <img src="%s" alt="" width=1 height=1>
                <p><a href="%s">Back to the shop</a></p></html>
                """.formatted(escaped, escaped, escaped))
                .with("Content-Security-Policy", "default-src 'none'; img-src *");
    }
}
