package dev.kassa.fuzz;

import dev.kassa.checkout.api.ApiTargets;
import dev.kassa.checkout.payhub.PayHubTargets;
import dev.kassa.klarna.http.AnswerTargets;
import dev.kassa.klarna.webhook.WebhookTargets;
import dev.kassa.operations.codec.CodecTargets;
import java.util.List;
import java.util.stream.Stream;

/** Every parser that meets the outside. */
final class Targets {
    private Targets() {}

    static List<Target> all() {
        return Stream.of(
                        WebhookTargets.all(),
                        AnswerTargets.all(),
                        ApiTargets.all(),
                        PayHubTargets.all(),
                        CodecTargets.all())
                .flatMap(List::stream)
                .toList();
    }
}
