package dev.kassa.checkout.api;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.client.CustomerReturns;
import dev.kassa.checkout.client.CustomerReturns.Arrival;
import dev.kassa.checkout.client.ReturnLinks;
import dev.kassa.checkout.client.TemporalUnavailableException;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.UriUtils;

/** Where Klarna sends the customer's browser back to (contract, section 2); what else is in the query is not read. */
@RestController
@Hidden
final class ReturnController {
    /** Customers at once, each waiting for up to 3 s; and how many browsers one link may have open. */
    private final Lane lane = new Lane(1000, 5);

    private final CustomerReturns returns;
    private final ReturnLinks links;

    ReturnController(CustomerReturns returns, ReturnLinks links) {
        this.returns = returns;
        this.links = links;
    }

    @GetMapping("/v1/return/{checkout_id}")
    ResponseEntity<String> arrived(
            @PathVariable("checkout_id") String id, @RequestParam(name = "k", required = false) @Nullable String k) {
        var checkoutId = CheckoutId.parse(id).orElse(null);
        var attempt = checkoutId == null ? OptionalInt.empty() : links.attempt(checkoutId, k == null ? "" : k);
        // Nobody without a link of ours gets as far as the lane, or to Temporal.
        if (checkoutId == null || attempt.isEmpty()) {
            return page(HttpStatus.NOT_FOUND).body("Not found\n");
        }
        if (!lane.enter(id)) {
            return later();
        }
        try {
            return returns.arrived(checkoutId, attempt.getAsInt())
                    .map(arrival -> page(HttpStatus.SEE_OTHER)
                            .location(onward(checkoutId, arrival))
                            .body(""))
                    .orElseGet(() -> page(HttpStatus.NOT_FOUND).body("Not found\n"));
        } catch (TemporalUnavailableException _) {
            return later();
        } finally {
            lane.leave(id);
        }
    }

    private static ResponseEntity<String> later() {
        return page(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "2")
                .body("Your purchase is safe, but this page cannot be shown right now. Please reload it.\n");
    }

    private static URI onward(CheckoutId id, Arrival arrival) {
        var status = arrival.status();
        var added = "checkout_id=" + id
                + "&reference=" + UriUtils.encode(arrival.reference(), "UTF-8")
                + (status == null ? "" : "&status=" + status);
        var whole = arrival.returnUrl().toASCIIString();
        int hash = whole.indexOf('#');
        var address = hash < 0 ? whole : whole.substring(0, hash);
        var fragment = hash < 0 ? "" : whole.substring(hash);
        var joint = !address.contains("?") ? "?" : address.endsWith("?") || address.endsWith("&") ? "" : "&";
        return URI.create(address + joint + added + fragment);
    }

    private static ResponseEntity.BodyBuilder page(HttpStatus status) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "no-referrer")
                .contentType(MediaType.TEXT_PLAIN);
    }
}
