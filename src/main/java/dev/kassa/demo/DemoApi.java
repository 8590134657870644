package dev.kassa.demo;

import dev.kassa.demo.Backstage.Fate;
import dev.kassa.demo.Backstage.Power;
import dev.kassa.demo.Backstage.Switches;
import dev.kassa.demo.DemoShop.Answer;
import dev.kassa.demo.Step.Tone;
import dev.kassa.demo.Step.Who;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What the demo's pages call. Takes JSON only, so that no other site's form can. */
@RestController
final class DemoApi {
    private static final String CHECKOUT = "/demo/checkouts/{id:chk_[0-9a-z]{26,64}}";

    private final DemoShop shop;
    private final Backstage backstage;
    private final Logbook logbook;
    private final LiveViews views;

    DemoApi(DemoShop shop, Backstage backstage, Logbook logbook, LiveViews views) {
        this.shop = shop;
        this.backstage = backstage;
        this.logbook = logbook;
        this.views = views;
    }

    @PostMapping(path = "/demo/checkouts", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<DemoCheckout> start(@RequestBody Order order) {
        if (!order.isAcceptable()) {
            return ResponseEntity.badRequest().build();
        }
        var reference = "order-" + UUID.randomUUID().toString().substring(0, 8);
        backstage.planAnswer(reference, order.klarnasAnswer());
        return ResponseEntity.ok(shop.startCheckout(order.purchase(reference)));
    }

    @GetMapping(CHECKOUT)
    ResponseEntity<DemoCheckout> status(@PathVariable String id) {
        return ResponseEntity.of(shop.status(id));
    }

    @GetMapping(path = CHECKOUT + "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> events(
            @PathVariable String id, @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String seen) {
        return views.open(id, seen)
                .map(listener ->
                        ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(listener))
                .orElseGet(() -> ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                        .header("Retry-After", "5")
                        .build());
    }

    @PostMapping(path = CHECKOUT + "/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer cancel(@PathVariable String id) {
        logbook.write(id, Who.MERCHANT, Who.KASSA, "asks to cancel", null, Tone.PLAIN);
        return answered(id, shop.cancel(id));
    }

    @PostMapping(path = CHECKOUT + "/restart", consumes = MediaType.APPLICATION_JSON_VALUE)
    Answer restart(@PathVariable String id) {
        return answered(id, shop.restart(id));
    }

    private Answer answered(String id, Answer answer) {
        var tone = answer.status() < 300 ? Tone.PLAIN : Tone.BAD;
        logbook.write(id, Who.KASSA, Who.MERCHANT, "answers " + answer.status(), answer.word(), tone);
        return answer;
    }

    @PostMapping(path = CHECKOUT + "/webhook", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Webhook> webhook(@PathVariable String id, @RequestBody Webhook wish) {
        var fate = wish.fate();
        if (fate == null) {
            return ResponseEntity.badRequest().build();
        }
        if (!backstage.orderWebhook(id, fate)) {
            return ResponseEntity.status(HttpStatus.CONFLICT).build();
        }
        var what = fate == Fate.LOST
                ? "the webhook of the approval will be lost"
                : "the webhook of the approval will come twice";
        logbook.write(id, Who.OPERATOR, Who.KLARNA, what, null, Tone.PLAIN);
        return ResponseEntity.ok(wish);
    }

    @GetMapping("/demo/switches")
    Switches switches() {
        return backstage.switches();
    }

    @PutMapping(path = "/demo/switches/klarna", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Switches> switchKlarna(@RequestBody Switch wish) {
        return switched(wish.power(), backstage.switches().klarna(), power -> {
            backstage.switchKlarna(power);
            boolean on = power == Power.ON;
            var what = on ? "Klarna's API is back" : "Klarna's API is down";
            logbook.switched(Who.KLARNA, what, on ? Tone.GOOD : Tone.BAD);
        });
    }

    @PutMapping(path = "/demo/switches/worker", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Switches> switchWorker(@RequestBody Switch wish) {
        return switched(wish.power(), backstage.switches().worker(), power -> {
            backstage.switchWorker(power);
            boolean on = power == Power.ON;
            var what = on ? "a new worker is started" : "the worker is stopped";
            logbook.switched(Who.KASSA, what, on ? Tone.GOOD : Tone.BAD);
        });
    }

    /** What is not of this process is nobody's to switch here, and nobody is told that it was. */
    private ResponseEntity<Switches> switched(@Nullable Power wish, Power now, Consumer<Power> deed) {
        if (wish == null || wish == Power.ELSEWHERE) {
            return ResponseEntity.badRequest().build();
        }
        if (now == Power.ELSEWHERE) {
            return ResponseEntity.status(HttpStatus.CONFLICT).build();
        }
        deed.accept(wish);
        return ResponseEntity.ok(backstage.switches());
    }

    @ExceptionHandler
    ResponseEntity<Void> closed(DemoShop.ShopClosedException closed) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
    }

    /** What is to become of a webhook. */
    record Webhook(@Nullable Fate fate) {}

    /** What is to be switched: ON or OFF. */
    record Switch(@Nullable Power power) {}
}
