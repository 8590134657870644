package dev.kassa.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * This machine's Chromium, without a screen: the one that {@code -Dbrowser.path} names, or where packages put it, or else
 * the one that Playwright has downloaded.
 */
final class Chromium implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 25_000;

    private static final List<String> USUAL_PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        // Told to download nothing, it does not try to: where there is no browser, the launch says so.
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var options = new BrowserType.LaunchOptions().setArgs(List.of("--disable-gpu", "--disable-dev-shm-usage"));
        installed().ifPresent(options::setExecutablePath);
        browser = playwright.chromium().launch(options);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    private static Optional<Path> installed() {
        return Stream.concat(Stream.ofNullable(System.getProperty("browser.path")), USUAL_PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A browser of its own, with no cookies and no past. */
    Window open(int width, int height) {
        return open(new Browser.NewContextOptions().setViewportSize(width, height));
    }

    /** One in which a test may run scripts of its own, whatever the pages allow. */
    Window openForInspection() {
        return open(new Browser.NewContextOptions().setBypassCSP(true).setColorScheme(ColorScheme.LIGHT));
    }

    private Window open(Browser.NewContextOptions options) {
        var context = browser.newContext(options);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        return new Window(context);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
