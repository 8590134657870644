package dev.kassa.demo;

import dev.kassa.demo.Step.Tone;
import dev.kassa.demo.Step.Who;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where Kassa tells the demo's merchant what happened; verifies before it reads, as any merchant should. */
@RestController
public final class MerchantsPost {
    /** Below the demo's public address. */
    public static final String PATH = "/demo/notifications";

    private final DemoShop shop;
    private final Logbook logbook;
    private final JsonMapper json;

    MerchantsPost(DemoShop shop, Logbook logbook, JsonMapper json) {
        this.shop = shop;
        this.logbook = logbook;
        this.json = json;
    }

    @PostMapping(PATH)
    ResponseEntity<Void> told(@RequestHeader Map<String, String> headers, @RequestBody String body) {
        if (!shop.isSigned(headers, body)) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
        }
        try {
            JsonNode notification = json.readTree(body);
            logbook.write(
                    notification.at("/data/checkout_id").asString(""),
                    Who.KASSA,
                    Who.MERCHANT,
                    notification.path("type").asString(""),
                    "204, signature verified",
                    Tone.GOOD);
            return ResponseEntity.noContent().build();
        } catch (JacksonException _) {
            return ResponseEntity.badRequest().build();
        }
    }
}
