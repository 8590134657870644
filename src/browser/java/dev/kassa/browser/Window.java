package dev.kassa.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A browser with its pages, which remembers whatever went wrong in any of them. */
final class Window implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "screenshots");

    private final BrowserContext context;
    private final List<String> troubles = new ArrayList<>();

    Window(BrowserContext context) {
        this.context = context;
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                troubles.add("console: " + message.text());
            }
        });
        context.onWebError(error -> troubles.add("script: " + error.error()));
        context.onRequestFailed(this::failed);
        context.onResponse(response -> {
            if (response.status() >= 400) {
                troubles.add(response.status() + " " + response.url());
            }
        });
    }

    /** A stream of events ends, unfinished, with the page that listens to it. */
    private void failed(Request request) {
        if (!request.resourceType().equals("eventsource")) {
            troubles.add(request.failure() + " " + request.url());
        }
    }

    Page page() {
        return context.newPage();
    }

    /** What browsers complained of, and what could not be loaded. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** Keeps what the whole page looks like in {@code target/screenshots}. */
    static void keep(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }

    @Override
    public void close() {
        context.close();
    }
}
