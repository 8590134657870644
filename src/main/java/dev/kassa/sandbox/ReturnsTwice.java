package dev.kassa.sandbox;

/** A page by which a browser fetches a return URL and then goes there: it comes back twice. */
final class ReturnsTwice {

    private ReturnsTwice() {}

    static Answer to(String url) {
        Html page = Html.of("""
                <!doctype html>
                <html lang=en><meta charset=utf-8><title>Back to the shop</title>
                <meta http-equiv=refresh content="1;url={}">
                <img src="{}" alt="" width=1 height=1>
                <p><a href="{}">Back to the shop</a></p></html>
                """, url, url, url);
        return Answer.html(200, page.markup()).with("Content-Security-Policy", "default-src 'none'; img-src *");
    }
}
