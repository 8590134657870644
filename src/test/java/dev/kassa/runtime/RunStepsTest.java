package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.kassa.demo.Countdown;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PayloadEncryption;
import dev.kassa.secret.Secret;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.History;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.TimerStartedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.sdk.v1.UserMetadata;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunStepsTest {
    private static final String CHECKOUT = "chk_4f2k";

    @Test
    void aTimerWhoseNameWasSealedByAKeyThatIsGoneIsShownWithoutItsName() {
        var told = stepsReadBy(converter("new")).of(CHECKOUT);

        assertThat(told.events()).isEqualTo(2);
        assertThat(told.countdowns()).extracting(Countdown::what).containsExactly("Kassa goes on");
    }

    @Test
    void aTimerWhoseNameCanBeReadIsShownForWhatItIs() {
        var told = stepsReadBy(converter("old")).of(CHECKOUT);

        assertThat(told.countdowns()).extracting(Countdown::what).containsExactly("Kassa looks at Klarna");
    }

    private static RunSteps stepsReadBy(DataConverter converter) {
        WorkflowClient client = mock();
        var options = WorkflowClientOptions.newBuilder()
                .setNamespace("default")
                .setDataConverter(converter)
                .build();
        when(client.getOptions()).thenReturn(options);
        when(client.fetchHistory(CHECKOUT)).thenReturn(history());
        return new RunSteps(client);
    }

    private static WorkflowExecutionHistory history() {
        var context = new WorkflowSerializationContext("default", CHECKOUT);
        var name = converter("old").withContext(context).toPayload("Next look").orElseThrow();
        return new WorkflowExecutionHistory(History.newBuilder()
                .addEvents(HistoryEvent.newBuilder()
                        .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)
                        .setWorkflowExecutionStartedEventAttributes(WorkflowExecutionStartedEventAttributes.newBuilder()
                                .setOriginalExecutionRunId("run-1")))
                .addEvents(HistoryEvent.newBuilder()
                        .setEventId(2)
                        .setEventType(EventType.EVENT_TYPE_TIMER_STARTED)
                        .setTimerStartedEventAttributes(TimerStartedEventAttributes.getDefaultInstance())
                        .setUserMetadata(UserMetadata.newBuilder().setSummary(name)))
                .build());
    }

    private static DataConverter converter(String keyId) {
        var key = new KeyRing.Entry(keyId, Secret.of("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="));
        var encryption = new PayloadEncryption(KeyRing.of(List.of(key)));
        return new CodecDataConverter(DefaultDataConverter.newDefaultInstance(), List.of(encryption), true);
    }
}
