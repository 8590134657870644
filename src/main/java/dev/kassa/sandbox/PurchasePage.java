package dev.kassa.sandbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The customer's page: the Purchase Journey of one Payment Request. */
final class PurchasePage {

    private static final Pattern PAGE = Pattern.compile("/pay/([^/]+)(?:/([a-z.]+))?");

    private final Klarna klarna;

    PurchasePage(Klarna klarna) {
        this.klarna = klarna;
    }

    Reply reply(Call call) {
        Matcher page = PAGE.matcher(call.path());
        return new Reply.Send(
                page.matches() ? klarna.locked(() -> page(call, page.group(1), page.group(2))) : unknown());
    }

    private Answer page(Call call, String shortId, @Nullable String step) {
        Optional<PaymentRequest> found = klarna.requests
                .find(shortId)
                .filter(request -> request.shortId().equals(shortId) && !request.deleted);
        if (found.isEmpty()) {
            return unknown();
        }
        PaymentRequest request = found.get();
        if (call.method().equals("GET")) {
            return shown(request, step);
        }
        CustomerDecision.Kind kind = step == null ? null : kind(step);
        return kind == null || !call.method().equals("POST") ? unknown() : decided(request, kind);
    }

    private Answer shown(PaymentRequest request, @Nullable String step) {
        if (step == null) {
            return Pages.journey(request, klarna.now());
        }
        return step.equals("qr.svg")
                ? QrCode.svg(request.url).map(Answer::svg).orElseGet(PurchasePage::unknown)
                : unknown();
    }

    // A second click, or a page that was open too long: show how things stand instead of an error.
    private Answer decided(PaymentRequest request, CustomerDecision.Kind kind) {
        try {
            klarna.requests.decide(request, kind, klarna.now());
        } catch (IllegalStateException _) {
            return Answer.seeOther("/pay/" + request.shortId());
        }
        String back = request.stepUp.returnUrl();
        Answer stays = Answer.seeOther("/pay/" + request.shortId());
        if (back == null || kind == CustomerDecision.Kind.ENTERED) {
            return stays;
        }
        String url = ReturnUrls.filled(back, request);
        return switch (klarna.switches().of(Contradiction.Redirect.class)) {
            case APPROVAL_AND_ABORT -> Answer.seeOther(url);
            case APPROVAL_ONLY -> kind == CustomerDecision.Kind.APPROVED ? Answer.seeOther(url) : stays;
            case NEVER -> stays;
            case TWICE -> ReturnsTwice.to(url);
        };
    }

    private static CustomerDecision.@Nullable Kind kind(String step) {
        return switch (step) {
            case "enter" -> CustomerDecision.Kind.ENTERED;
            case "approve" -> CustomerDecision.Kind.APPROVED;
            case "decline" -> CustomerDecision.Kind.DECLINED;
            case "abort" -> CustomerDecision.Kind.ABORTED;
            default -> null;
        };
    }

    private static Answer unknown() {
        return Pages.unknown();
    }
}
