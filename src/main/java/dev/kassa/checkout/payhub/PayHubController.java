package dev.kassa.checkout.payhub;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.client.CancelAnswer;
import dev.kassa.checkout.client.CheckoutNames;
import dev.kassa.checkout.client.Checkouts;
import dev.kassa.checkout.client.Named;
import dev.kassa.checkout.client.TemporalUnavailableException;
import dev.kassa.merchant.Merchant;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * PayHub's cancellation of a payment request (contract, section 4; docs/payhub.md). Every path and method
 * of PayHub's ends here, so that no error is told in the merchants' words.
 */
@RestController
@Hidden // Described by hand: openapi/payhub.yaml.
final class PayHubController {
    private static final Logger log = LoggerFactory.getLogger(PayHubController.class);

    /** What operators read in the history. */
    private static final String REASON = "canceled through PayHub";

    private final CheckoutNames names;
    private final Checkouts checkouts;

    PayHubController(CheckoutNames names, Checkouts checkouts) {
        this.names = names;
        this.checkouts = checkouts;
    }

    /** The source does not show the method; both are taken. */
    @RequestMapping(
            path = PayHubPaths.PAYMENT_REQUEST,
            method = {RequestMethod.PATCH, RequestMethod.PUT})
    ResponseEntity<byte[]> cancel(@AuthenticationPrincipal Merchant merchant, HttpServletRequest request)
            throws IOException {
        var fault = CancelJson.fault(request).or(() -> canceled(merchant, PayHubPaths.id(request)));
        return fault.isPresent() ? fault.get().answer(request) : done();
    }

    /** Why it was not canceled; nothing where it was. */
    private Optional<PayHubError> canceled(Merchant merchant, Optional<String> id) {
        var named = id.map(text -> names.find(merchant, text)).orElseGet(Named.Nothing::new);
        return switch (named) {
            case Named.Nothing() -> Optional.of(PayHubError.NOT_FOUND);
            case Named.Foreign() -> Optional.of(PayHubError.FORBIDDEN);
            case Named.Other() -> Optional.of(PayHubError.NOT_KLARNA);
            case Named.Own(CheckoutId checkoutId) ->
                checkouts
                        .cancel(merchant, checkoutId, REASON)
                        .map(PayHubController::fault)
                        .orElseGet(() -> Optional.of(PayHubError.NOT_FOUND));
        };
    }

    private static Optional<PayHubError> fault(CancelAnswer answer) {
        return switch (answer) {
            case CancelAnswer.Canceled _ -> Optional.empty();
            case CancelAnswer.AlreadyCanceled _, CancelAnswer.AlreadyCompleted _, CancelAnswer.AlreadyFinal _ ->
                Optional.of(PayHubError.CONFLICT);
            // The first goes on by itself; the second waits for Klarna's word or an operator's.
            case CancelAnswer.Pending _, CancelAnswer.OutcomeUnknown _ -> Optional.of(PayHubError.FAILED);
        };
    }

    private static ResponseEntity<byte[]> done() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(new byte[] {'{', '}'});
    }

    @RequestMapping(PayHubPaths.PAYMENT_REQUEST)
    ResponseEntity<byte[]> otherMethod(HttpServletRequest request) {
        return PayHubError.METHOD_NOT_ALLOWED.answer(request);
    }

    @RequestMapping(PayHubPaths.ALL)
    ResponseEntity<byte[]> otherPath(HttpServletRequest request) {
        return PayHubError.NOTHING_HERE.answer(request);
    }

    /** Spring would answer OPTIONS by itself wherever a mapping does not name it. */
    @RequestMapping(path = PayHubPaths.PAYMENT_REQUEST, method = RequestMethod.OPTIONS)
    ResponseEntity<byte[]> options(HttpServletRequest request) {
        return otherMethod(request);
    }

    @RequestMapping(path = PayHubPaths.ALL, method = RequestMethod.OPTIONS)
    ResponseEntity<byte[]> optionsElsewhere(HttpServletRequest request) {
        return otherPath(request);
    }

    @ExceptionHandler({IOException.class, RequestRejectedException.class})
    ResponseEntity<byte[]> unreadable(HttpServletRequest request) {
        return PayHubError.UNREADABLE.answer(request);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unavailable(TemporalUnavailableException unavailable, HttpServletRequest request) {
        log.warn("{}: {}", unavailable.getMessage(), String.valueOf(unavailable.getCause()));
        return PayHubError.FAILED.answer(request);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> unexpected(Exception unexpected, HttpServletRequest request) {
        log.error("{} {} failed", request.getMethod(), request.getRequestURI(), unexpected);
        return PayHubError.FAILED.answer(request);
    }
}
