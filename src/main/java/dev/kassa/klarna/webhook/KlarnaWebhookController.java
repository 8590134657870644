package dev.kassa.klarna.webhook;

import dev.kassa.klarna.webhook.Verification.Rejected;
import dev.kassa.klarna.webhook.Verification.Rejection;
import dev.kassa.klarna.webhook.Verification.Verified;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Klarna's door (contract, section 3).
 *
 * <p>A sender learns from an answer only whether to send again: every refusal of what it sent looks alike.
 */
@RestController
public final class KlarnaWebhookController {
    private static final Logger log = LoggerFactory.getLogger(KlarnaWebhookController.class);

    private final WebhookVerifier verifier;
    private final NotificationSink sink;
    private final MeterRegistry metrics;
    private final WebhookLane lane;

    @Autowired
    public KlarnaWebhookController(WebhookVerifier verifier, NotificationSink sink, MeterRegistry metrics) {
        this(verifier, sink, metrics, new WebhookLane());
    }

    KlarnaWebhookController(WebhookVerifier verifier, NotificationSink sink, MeterRegistry metrics, WebhookLane lane) {
        this.verifier = verifier;
        this.sink = sink;
        this.metrics = metrics;
        this.lane = lane;
    }

    /** Takes one delivery, whatever it calls its content. */
    @PostMapping("/klarna/webhooks")
    public ResponseEntity<ProblemDetail> receive(HttpServletRequest delivery) throws IOException {
        var signature = delivery.getHeader("Klarna-Signature");
        var keyId = delivery.getHeader("Klarna-Signing-Key-Id");
        var refusal = verifier.refuseUnread(delivery.getContentLengthLong(), signature, keyId);
        if (refusal != null) {
            return judged(refusal, keyId);
        }
        if (!lane.beginsReading()) {
            return busy(keyId);
        }
        Verification verdict;
        try {
            // The raw bytes: a body that was parsed and written again has another signature.
            var body = DeliveryBody.read(delivery);
            if (body == null) {
                return busy(keyId);
            }
            verdict = verifier.verify(body, signature, keyId);
        } finally {
            lane.endsReading();
        }
        return judged(verdict, keyId);
    }

    private ResponseEntity<ProblemDetail> judged(Verification verdict, @Nullable String keyId) {
        return switch (verdict) {
            case Verified verified -> {
                count("verified", keyId);
                yield inTurn(verified.notification(), keyId);
            }
            case Rejected rejected -> {
                count(rejected.reason().name().toLowerCase(Locale.ROOT), keyId);
                yield refuse(rejected.reason());
            }
        };
    }

    private ResponseEntity<ProblemDetail> inTurn(Notification notification, @Nullable String keyId) {
        if (!lane.beginsHandingOn()) {
            return busy(keyId);
        }
        try {
            return handOn(notification);
        } finally {
            lane.endsHandingOn();
        }
    }

    private ResponseEntity<ProblemDetail> busy(@Nullable String keyId) {
        count("busy", keyId);
        return again();
    }

    private ResponseEntity<ProblemDetail> handOn(Notification notification) {
        try {
            sink.accept(notification);
            return ResponseEntity.ok().build();
        } catch (NotDurableException notDurable) {
            log.warn("Klarna is asked to send {} again", notification, notDurable);
            metrics.counter("kassa.webhook.not_durable").increment();
            return again();
        }
    }

    private static ResponseEntity<ProblemDetail> again() {
        var problem = problem(HttpStatus.SERVICE_UNAVAILABLE, "/problems/temporal-unavailable");
        return ResponseEntity.status(problem.getStatusCode())
                .headers(problem.getHeaders())
                .header(HttpHeaders.RETRY_AFTER, "10")
                .body(problem.getBody());
    }

    private static ResponseEntity<ProblemDetail> refuse(Rejection reason) {
        // Anybody can send rubbish here, and may fill a counter with it but not the log.
        log.atLevel(reason.isSigned() ? Level.WARN : Level.DEBUG)
                .log("A delivery to Klarna's webhook was refused: {}", reason);
        return switch (reason) {
            case TOO_LARGE -> problem(HttpStatus.CONTENT_TOO_LARGE, "/problems/payload-too-large");
            case SIGNATURE_MISSING,
                    KEY_UNKNOWN,
                    SIGNATURE_WRONG,
                    UNREADABLE,
                    OTHER_ENVIRONMENT,
                    OTHER_RECIPIENT,
                    UNKNOWN_ACCOUNT -> problem(HttpStatus.BAD_REQUEST, "/problems/invalid-request");
        };
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String type) {
        var problem = ProblemDetail.forStatus(status);
        problem.setType(URI.create(type));
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private void count(String result, @Nullable String keyId) {
        metrics.counter("kassa.webhook.verifications", "result", result, "key_id", verifier.tagOf(keyId))
                .increment();
    }
}
