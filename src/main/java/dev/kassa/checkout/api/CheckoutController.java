package dev.kassa.checkout.api;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.client.Checkouts;
import dev.kassa.merchant.Merchant;
import dev.kassa.secret.PageKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The merchant's checkouts (contract, section 1). */
@RestController
@RequestMapping(
        path = "/v1/checkouts",
        produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_PROBLEM_JSON_VALUE})
@Tag(name = "Checkouts")
final class CheckoutController {
    private final Checkouts checkouts;
    private final PageTokens tokens;
    private final InstantSource clock;

    CheckoutController(Checkouts checkouts, PageKey pageKey, InstantSource clock) {
        this.checkouts = checkouts;
        this.tokens = new PageTokens(pageKey);
        this.clock = clock;
    }

    @PostMapping
    @Operation(
            operationId = "startCheckout",
            summary = "Start a checkout",
            description = "Safe to repeat: the same reference with the same content is the same checkout.",
            requestBody = @RequestBody(required = true, content = @Content(schema = @Schema(ref = "StartRequest"))))
    @ApiResponse(responseCode = "200", ref = "StartedBefore")
    @ApiResponse(responseCode = "201", ref = "Started")
    @ApiResponse(responseCode = "202", ref = "StillAuthorizing")
    @ApiResponse(responseCode = "409", ref = "ReferenceReused")
    @ApiResponse(responseCode = "413", ref = "TooLarge")
    @ApiResponse(responseCode = "415", ref = "NotJson")
    @ApiResponse(responseCode = "422", ref = "RefusedByKlarna")
    ResponseEntity<byte[]> start(
            @Parameter(hidden = true) @AuthenticationPrincipal Merchant merchant, HttpServletRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        var now = clock.instant();
        var order = StartRequest.read(Body.required(request), merchant, now);
        if (ExpiryFields.isInRange(order.interactionExpiry(), now)) {
            return Answers.to(checkouts.start(merchant, order), request);
        }
        // A repeat is only compared: its timestamp was judged at the start.
        return checkouts
                .startedBefore(merchant, order.reference(), order.fingerprint())
                .map(answer -> Answers.to(answer, request))
                .orElseThrow(() ->
                        new InvalidRequestException(Faults.one(ExpiryFields.TIMESTAMP, ExpiryFields.OUT_OF_RANGE)));
    }

    @GetMapping("/{checkout_id}")
    @Operation(
            operationId = "findCheckout",
            summary = "A checkout as it stands",
            description = "With Prefer: wait=N (1 to 30 s) the answer comes as soon as the checkout is final.",
            parameters = {@Parameter(ref = "Prefer"), @Parameter(ref = "If-None-Match")})
    @ApiResponse(responseCode = "200", ref = "Found")
    @ApiResponse(responseCode = "304", ref = "NotModified")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    ResponseEntity<byte[]> find(
            @Parameter(hidden = true) @AuthenticationPrincipal Merchant merchant,
            @Parameter(ref = "CheckoutId") @PathVariable("checkout_id") String id,
            HttpServletRequest request) {
        var wait = WaitPreference.granted(Collections.list(request.getHeaders("Prefer")));
        var headers = new HttpHeaders();
        wait.ifPresent(granted -> headers.set("Preference-Applied", "wait=" + granted.toSeconds()));
        return CheckoutId.parse(id)
                .flatMap(checkoutId -> wait.isPresent()
                        ? checkouts.findEnded(merchant, checkoutId, wait.get())
                        : checkouts.find(merchant, checkoutId))
                .map(checkout -> Answers.tagged(checkout, headers, request))
                .orElseGet(() -> Answers.notFound(request));
    }

    @GetMapping
    @Operation(
            operationId = "listCheckouts",
            summary = "The merchant's checkouts, newest first",
            description = "With a reference the one checkout that has it, on every server; the rest needs a Temporal"
                    + " server with visibility, and may lack what happened within the last seconds.",
            parameters = {
                @Parameter(
                        name = "reference",
                        in = ParameterIn.QUERY,
                        description = "The one checkout that has it, or none",
                        schema = @Schema(type = "string", minLength = 1)),
                @Parameter(
                        name = "status",
                        in = ParameterIn.QUERY,
                        description = "Only those that stand so",
                        schema = @Schema(ref = "CheckoutStatus")),
                @Parameter(
                        name = "page_size",
                        in = ParameterIn.QUERY,
                        description = "At most so many at once",
                        schema = @Schema(ref = "PageSize")),
                @Parameter(
                        name = "page_token",
                        in = ParameterIn.QUERY,
                        description = "The next_page_token of the page before, with the same status",
                        schema = @Schema(type = "string"))
            })
    @ApiResponse(responseCode = "200", ref = "Checkouts")
    @ApiResponse(responseCode = "501", ref = "NeedsVisibility")
    ResponseEntity<byte[]> list(
            @Parameter(hidden = true) @AuthenticationPrincipal Merchant merchant, HttpServletRequest request) {
        var wish = ListRequest.read(request, merchant, tokens);
        if (wish.reference() != null) {
            return Answers.list(
                    checkouts.find(merchant, wish.reference()).stream()
                            .filter(found -> wish.status() == null || found.status() == wish.status())
                            .toList(),
                    null);
        }
        var page = checkouts.list(merchant, wish.status(), wish.pageSize(), wish.after());
        var next = page.next();
        return Answers.list(page.checkouts(), next == null ? null : tokens.of(merchant, wish.status(), next));
    }

    @PatchMapping("/{checkout_id}")
    @Operation(
            operationId = "amendCheckout",
            summary = "Change amount or purchase data before the customer begins",
            description = "Only while Klarna's state is SUBMITTED, and one change at a time.",
            requestBody = @RequestBody(required = true, content = @Content(schema = @Schema(ref = "AmendRequest"))))
    @ApiResponse(responseCode = "200", ref = "Amended")
    @ApiResponse(responseCode = "202", ref = "StillAmending")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "NotAmendable")
    @ApiResponse(responseCode = "413", ref = "TooLarge")
    @ApiResponse(responseCode = "415", ref = "NotJson")
    @ApiResponse(responseCode = "422", ref = "RefusedByKlarna")
    ResponseEntity<byte[]> amend(
            @Parameter(hidden = true) @AuthenticationPrincipal Merchant merchant,
            @Parameter(ref = "CheckoutId") @PathVariable("checkout_id") String id,
            HttpServletRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        var wish = AmendBody.read(Body.required(request));
        return answered(
                CheckoutId.parse(id)
                        .flatMap(checkoutId -> checkouts.amend(merchant, checkoutId, wish))
                        .map(answer -> Answers.to(answer, request)),
                request);
    }

    @PostMapping("/{checkout_id}/cancel")
    @Operation(
            operationId = "cancelCheckout",
            summary = "Cancel a checkout",
            description = "Answered from Klarna's state and never from ours alone.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(ref = "CancelRequest"))))
    @ApiResponse(responseCode = "200", ref = "Canceled")
    @ApiResponse(responseCode = "202", ref = "StillCanceling")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "NotCancelable")
    @ApiResponse(responseCode = "413", ref = "TooLarge")
    @ApiResponse(responseCode = "415", ref = "NotJson")
    ResponseEntity<byte[]> cancel(
            @Parameter(hidden = true) @AuthenticationPrincipal Merchant merchant,
            @Parameter(ref = "CheckoutId") @PathVariable("checkout_id") String id,
            HttpServletRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        var reason = CancelBody.reason(Body.optional(request));
        return answered(
                CheckoutId.parse(id)
                        .flatMap(checkoutId -> checkouts.cancel(merchant, checkoutId, reason))
                        .map(answer -> Answers.to(answer, request)),
                request);
    }

    @PostMapping("/{checkout_id}/restart")
    @Operation(
            operationId = "restartCheckout",
            summary = "Try again after a checkout that ended unpaid",
            description = "A new attempt with the same amount and purchase data, a new Payment Request and session.",
            requestBody = @RequestBody(content = @Content(schema = @Schema(ref = "RestartRequest"))))
    @ApiResponse(responseCode = "201", ref = "Started")
    @ApiResponse(responseCode = "202", ref = "StillAuthorizing")
    @ApiResponse(responseCode = "404", ref = "NotFound")
    @ApiResponse(responseCode = "409", ref = "NotRestartable")
    @ApiResponse(responseCode = "413", ref = "TooLarge")
    @ApiResponse(responseCode = "415", ref = "NotJson")
    @ApiResponse(responseCode = "422", ref = "RefusedByKlarna")
    ResponseEntity<byte[]> restart(
            @Parameter(hidden = true) @AuthenticationPrincipal Merchant merchant,
            @Parameter(ref = "CheckoutId") @PathVariable("checkout_id") String id,
            HttpServletRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        var wish = RestartRequest.read(Body.optional(request), clock.instant());
        return answered(
                CheckoutId.parse(id)
                        .flatMap(checkoutId -> checkouts.restart(merchant, checkoutId, wish))
                        .map(answer -> Answers.to(answer, request)),
                request);
    }

    private static ResponseEntity<byte[]> answered(
            Optional<ResponseEntity<byte[]>> answer, HttpServletRequest request) {
        return answer.orElseGet(() -> Answers.notFound(request));
    }
}
