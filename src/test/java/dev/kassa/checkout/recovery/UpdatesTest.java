package dev.kassa.checkout.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionUpdateAcceptedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionUpdateAdmittedEventAttributes;
import io.temporal.api.update.v1.Input;
import io.temporal.api.update.v1.Meta;
import io.temporal.api.update.v1.Request;
import org.junit.jupiter.api.Test;

class UpdatesTest {
    private static final Input CANCEL = Input.newBuilder().setName("cancel").build();

    private final Updates updates = new Updates();

    @Test
    void anUpdateIsToldByTheEventThatAcceptsIt() {
        assertThat(updates.accepted(accepted("u1", asked("u1")))).contains(new Updates.Accepted("u1", CANCEL));
    }

    /** As after a Reset: the server writes what was asked with the admission, and not once more. */
    @Test
    void oneThatIsHeardAgainIsToldThoughItsAcceptanceDoesNotSayWhatWasAsked() {
        assertThat(updates.accepted(admitted(asked("u1")))).isEmpty();
        assertThat(updates.accepted(accepted("u1", Request.getDefaultInstance())))
                .contains(new Updates.Accepted("u1", CANCEL));
    }

    @Test
    void oneThatTheRunDoesNotAcceptAsksForNothing() {
        assertThat(updates.accepted(admitted(asked("u1")))).isEmpty();
        assertThat(updates.accepted(accepted("u2", Request.getDefaultInstance())))
                .isEmpty();
    }

    private static Request asked(String id) {
        return Request.newBuilder()
                .setMeta(Meta.newBuilder().setUpdateId(id))
                .setInput(CANCEL)
                .build();
    }

    private static HistoryEvent admitted(Request request) {
        return HistoryEvent.newBuilder()
                .setWorkflowExecutionUpdateAdmittedEventAttributes(
                        WorkflowExecutionUpdateAdmittedEventAttributes.newBuilder()
                                .setRequest(request))
                .build();
    }

    /** @param request the default one for none */
    private static HistoryEvent accepted(String id, Request request) {
        var attributes =
                WorkflowExecutionUpdateAcceptedEventAttributes.newBuilder().setProtocolInstanceId(id);
        if (request.hasInput()) {
            attributes.setAcceptedRequest(request);
        }
        return HistoryEvent.newBuilder()
                .setWorkflowExecutionUpdateAcceptedEventAttributes(attributes)
                .build();
    }
}
