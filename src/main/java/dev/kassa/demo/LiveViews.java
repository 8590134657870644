package dev.kassa.demo;

import dev.kassa.demo.Step.Who;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checkouts as they change, to browsers that look on: each change is a whole view, so whoever comes late or again has
 * all of it. An event's id is the view's fingerprint; a browser that names the present one is sent nothing.
 */
final class LiveViews {
    /** Each looks every 400 ms, and this is a page for one person with some windows. */
    private static final int MOST_LISTENERS = 24;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(400);
    private static final Duration BETWEEN_SIGNS_OF_LIFE = Duration.ofSeconds(5);
    /** Then the browser comes again by itself. */
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final DemoShop shop;
    private final Backstage backstage;
    private final Logbook logbook;
    private final JsonMapper json;
    private final InstantSource clock;
    private final Set<SseEmitter> listeners = ConcurrentHashMap.newKeySet();
    private final Map<String, Lookout> lookouts = new LinkedHashMap<>();

    LiveViews(DemoShop shop, Backstage backstage, Logbook logbook, JsonMapper json, InstantSource clock) {
        this.shop = shop;
        this.backstage = backstage;
        this.logbook = logbook;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Begins to send; empty where too many listen already.
     *
     * @param seen the fingerprint of the view that the browser has
     */
    Optional<SseEmitter> open(String checkoutId, @Nullable String seen) {
        var listener = new SseEmitter(LONGEST.toMillis());
        synchronized (listeners) {
            if (listeners.size() >= MOST_LISTENERS) {
                return Optional.empty();
            }
            listeners.add(listener);
        }
        listener.onCompletion(() -> listeners.remove(listener));
        listener.onTimeout(listener::complete);
        listener.onError(_ -> listeners.remove(listener));
        Thread.ofVirtual().name("demo-looks-at-" + checkoutId).start(() -> serve(listener, checkoutId, seen));
        return Optional.of(listener);
    }

    /** Before the web server waits for its last answers: these would never end by themselves. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        listeners.forEach(SseEmitter::complete);
        listeners.clear();
    }

    /** One for all who look at it, now and later: who comes again finds what was known. */
    private Lookout lookout(String checkoutId) {
        synchronized (lookouts) {
            var found = lookouts.computeIfAbsent(checkoutId, id -> new Lookout(shop, id));
            if (lookouts.size() > MOST_LISTENERS) {
                lookouts.remove(lookouts.keySet().iterator().next());
            }
            return found;
        }
    }

    private void serve(SseEmitter listener, String checkoutId, @Nullable String seen) {
        var lookout = lookout(checkoutId);
        @Nullable String sent = seen;
        var lastSign = Instant.MIN;
        try {
            while (listeners.contains(listener)) {
                var view = json.writeValueAsString(view(checkoutId, lookout));
                var fingerprint = fingerprint(view);
                if (!fingerprint.equals(sent)) {
                    listener.send(event(fingerprint, view));
                    sent = fingerprint;
                    lastSign = clock.instant();
                } else if (lastSign.plus(BETWEEN_SIGNS_OF_LIFE).isBefore(clock.instant())) {
                    listener.send(SseEmitter.event().comment("still here"));
                    lastSign = clock.instant();
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (IOException | IllegalStateException _) {
            // The browser has gone.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(listener);
            end(listener);
        }
    }

    private static void end(SseEmitter listener) {
        try {
            listener.complete();
        } catch (IllegalStateException _) {
            // The web server saw that the browser has gone, and ended it first.
        }
    }

    /** Klarna's and our clocks are this machine's; the browser's may be another's, so it is told the time. */
    private SseEmitter.SseEventBuilder event(String fingerprint, String view) {
        var data = "{\"now\":\"" + clock.instant() + "\",\"view\":" + view + "}";
        return SseEmitter.event().id(fingerprint).name("view").data(data);
    }

    private View view(String checkoutId, Lookout lookout) {
        var behind = backstage.behind(checkoutId);
        var checkout = lookout.checkout(behind.events());
        return new View(
                checkout,
                checkout != null && lookout.isOld(behind.events()),
                ordered(behind.steps(), logbook.of(checkoutId)),
                countdowns(behind.countdowns(), checkout),
                behind.books(),
                backstage.switches());
    }

    /** What was switched before a checkout began had its effect all the same, but is another's story. */
    private static List<Step> ordered(List<Step> behind, List<Step> logged) {
        var began = behind.stream().map(Step::at).min(Comparator.naturalOrder()).orElse(Instant.MIN);
        return Stream.concat(
                        behind.stream(),
                        logged.stream()
                                .filter(step -> step.from() != Who.OPERATOR
                                        || !step.at().isBefore(began)))
                .sorted(Comparator.comparing(Step::at))
                .toList();
    }

    private static List<Countdown> countdowns(List<Countdown> behind, @Nullable DemoCheckout checkout) {
        boolean waits =
                checkout != null && Set.of("AUTHORIZING", "AWAITING_CUSTOMER").contains(checkout.status());
        var session = waits && checkout != null
                ? Stream.of(new Countdown("The session ends", checkout.sessionExpiresAt()))
                : Stream.<Countdown>empty();
        return Stream.concat(session, behind.stream())
                .sorted(Comparator.comparing(Countdown::at))
                .toList();
    }

    private static String fingerprint(String view) {
        return UUID.nameUUIDFromBytes(view.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
