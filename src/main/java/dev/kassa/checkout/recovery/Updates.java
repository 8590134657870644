package dev.kassa.checkout.recovery;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.update.v1.Input;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The updates that a run accepted. One that a Reset has the run hear again stands in its history twice: admitted, with what
 * was asked, and accepted, without it.
 */
final class Updates {
    private final Map<String, Input> admitted = new HashMap<>();

    /** @param id the same in all of an update's events; not every server says which event another one is about */
    record Accepted(String id, Input input) {}

    /** The update that the run accepts with this event; absent for any other event. */
    Optional<Accepted> accepted(HistoryEvent event) {
        if (event.hasWorkflowExecutionUpdateAdmittedEventAttributes()) {
            var request =
                    event.getWorkflowExecutionUpdateAdmittedEventAttributes().getRequest();
            admitted.put(request.getMeta().getUpdateId(), request.getInput());
        }
        if (!event.hasWorkflowExecutionUpdateAcceptedEventAttributes()) {
            return Optional.empty();
        }
        var accepted = event.getWorkflowExecutionUpdateAcceptedEventAttributes();
        var id = accepted.getProtocolInstanceId();
        return accepted.hasAcceptedRequest()
                ? Optional.of(new Accepted(id, accepted.getAcceptedRequest().getInput()))
                : Optional.ofNullable(admitted.get(id)).map(input -> new Accepted(id, input));
    }
}
