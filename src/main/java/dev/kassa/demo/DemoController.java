package dev.kassa.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The demo's page, and the two calls that it makes to its shop. Takes JSON only, so that no other site's form can. */
@RestController
public final class DemoController {
    private static final MediaType JAVASCRIPT = MediaType.parseMediaType("text/javascript;charset=UTF-8");
    private static final MediaType CSS = MediaType.parseMediaType("text/css;charset=UTF-8");
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final DemoShop shop;

    public DemoController(DemoShop shop) {
        this.shop = shop;
    }

    @GetMapping("/")
    ResponseEntity<Resource> page() {
        return file("index.html", HTML);
    }

    @GetMapping("/demo/demo.css")
    ResponseEntity<Resource> style() {
        return file("demo.css", CSS);
    }

    @GetMapping("/demo/demo.js")
    ResponseEntity<Resource> script() {
        return file("demo.js", JAVASCRIPT);
    }

    @PostMapping(path = "/demo/checkouts", consumes = MediaType.APPLICATION_JSON_VALUE)
    DemoCheckout start(@RequestBody Order order) {
        return shop.startCheckout(order.patience().sessionTimeout);
    }

    @GetMapping("/demo/checkouts/{id}")
    ResponseEntity<DemoCheckout> status(@PathVariable String id) {
        return ResponseEntity.of(shop.status(id));
    }

    @ExceptionHandler
    ResponseEntity<Void> closed(DemoShop.ShopClosedException closed) {
        return ResponseEntity.status(503).build();
    }

    private static ResponseEntity<Resource> file(String name, MediaType type) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(0, TimeUnit.SECONDS))
                .header("Content-Security-Policy", "default-src 'self'; img-src data:; frame-ancestors 'none'")
                .body(new ClassPathResource("demo/" + name));
    }

    /** What a visitor chooses. */
    record Order(Patience patience) {}

    /** How long the shop waits for its customer. */
    enum Patience {
        MINUTE(Duration.ofMinutes(1)),
        HALF_HOUR(Duration.ofMinutes(30));

        private final Duration sessionTimeout;

        Patience(Duration sessionTimeout) {
            this.sessionTimeout = sessionTimeout;
        }
    }
}
