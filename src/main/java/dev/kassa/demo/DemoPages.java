package dev.kassa.demo;

import dev.kassa.demo.Step.Tone;
import dev.kassa.demo.Step.Who;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The demo's pages and what they load; nothing runs on them that is not among these files. */
@RestController
final class DemoPages {
    private static final String CONTENT_SECURITY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, MediaType> TYPES = Map.of(
            "html", MediaType.parseMediaType("text/html;charset=UTF-8"),
            "css", MediaType.parseMediaType("text/css;charset=UTF-8"),
            "js", MediaType.parseMediaType("text/javascript;charset=UTF-8"),
            "svg", MediaType.parseMediaType("image/svg+xml"));

    private final Logbook logbook;

    DemoPages(Logbook logbook) {
        this.logbook = logbook;
    }

    /** The shop; a customer whom a checkout that was started by hand sends back here is sent on to the order. */
    @GetMapping("/")
    ResponseEntity<Resource> shop(
            @RequestParam(name = "checkout_id", required = false) @Nullable String checkoutId,
            HttpServletRequest request) {
        return checkoutId == null
                ? file("index", "html")
                : ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(URI.create("/demo/order?" + request.getQueryString()))
                        .build();
    }

    /** Where customers come back to; the reference tells them from somebody who opens the page. */
    @GetMapping("/demo/order")
    ResponseEntity<Resource> order(
            @RequestParam(name = "checkout_id", required = false) @Nullable String checkoutId,
            @RequestParam(required = false) @Nullable String reference,
            @RequestParam(required = false) @Nullable String status) {
        if (checkoutId != null && reference != null) {
            var said = status == null ? "without a status: it is not known yet" : "with status=" + known(status);
            logbook.write(checkoutId, Who.CUSTOMER, Who.MERCHANT, "is back in the shop", said, Tone.PLAIN);
        }
        return file("order", "html");
    }

    @GetMapping("/demo/{name:[a-z]{1,20}}.{type:css|js|svg}")
    ResponseEntity<Resource> file(@PathVariable String name, @PathVariable String type) {
        var file = new ClassPathResource("demo/" + name + "." + type);
        return file.exists()
                ? ResponseEntity.ok()
                        .contentType(TYPES.getOrDefault(type, MediaType.APPLICATION_OCTET_STREAM))
                        .cacheControl(CacheControl.noCache())
                        .header("Content-Security-Policy", CONTENT_SECURITY)
                        .header("Referrer-Policy", "same-origin")
                        .body(file)
                : ResponseEntity.notFound().build();
    }

    /** What stands in a URL is anybody's text. */
    private static String known(String status) {
        return status.matches("[A-Z_]{1,30}") ? status : "…";
    }
}
