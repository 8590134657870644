package dev.kassa.checkout.api;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.client.Deliveries;
import dev.kassa.merchant.Merchant;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a merchant was told of its checkouts, for the merchant's developers. */
@RestController
@RequestMapping(
        path = "/v1/checkouts/{checkout_id}/notifications",
        produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
@Tag(name = "Notifications")
final class NotificationController {
    private final Deliveries deliveries;

    NotificationController(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    @GetMapping
    @Operation(
            operationId = "listNotifications",
            summary = "What was told of a checkout",
            description = "The oldest first, each with its tries and the time of the next one. Of a checkout with more"
                    + " than 20 attempts the newest 20 are looked at.")
    @ApiResponse(responseCode = "200", ref = "Notifications")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    ResponseEntity<byte[]> list(
            @Parameter(hidden = true) @AuthenticationPrincipal Merchant merchant,
            @Parameter(ref = "CheckoutId") @PathVariable("checkout_id") String id,
            HttpServletRequest request) {
        return CheckoutId.parse(id)
                .flatMap(checkoutId -> deliveries.of(merchant, checkoutId))
                .map(found -> json(HttpStatus.OK, Map.of("notifications", found)))
                .orElseGet(() -> Answers.notFound(request));
    }

    @PostMapping("/{webhook_id}/resend")
    @Operation(
            operationId = "resendNotification",
            summary = "Tell it once more, now",
            description =
                    "Whatever came of it before: with the same webhook-id and body, by the present URL and secret,"
                            + " without waiting for earlier notifications, and for another 72 hours where it was over.")
    @ApiResponse(responseCode = "202", ref = "Notification")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    ResponseEntity<byte[]> resend(
            @Parameter(hidden = true) @AuthenticationPrincipal Merchant merchant,
            @Parameter(ref = "CheckoutId") @PathVariable("checkout_id") String id,
            @Parameter(ref = "WebhookId") @PathVariable("webhook_id") String webhookId,
            HttpServletRequest request) {
        return CheckoutId.parse(id)
                .flatMap(checkoutId -> deliveries.resend(merchant, checkoutId, webhookId))
                .map(sent -> json(HttpStatus.ACCEPTED, sent))
                .orElseGet(() -> Answers.notFound(request));
    }

    private static ResponseEntity<byte[]> json(HttpStatus status, Object body) {
        return ResponseEntity.status(status)
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(ApiJson.write(body));
    }
}
