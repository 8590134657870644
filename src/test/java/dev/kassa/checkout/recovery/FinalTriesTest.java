package dev.kassa.checkout.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.Refusal;
import dev.kassa.checkout.workflow.FinalizeCommand;
import dev.kassa.checkout.workflow.FinalizeOutcome;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.secret.PayloadJson;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.MarkerRecordedEventAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** With which key a recovery goes on where a run has refused to believe an answer. */
class FinalTriesTest {
    private static final DefaultDataConverter CONVERTER =
            new DefaultDataConverter(new Jackson3JsonPayloadConverter(PayloadJson.mapper()));
    private static final Refusal WHY = new Refusal(null, null, "refused", List.of());
    /** Never connected: only what it is set to is asked. */
    private static final WorkflowServiceStubs SERVICE = WorkflowServiceStubs.newLocalServiceStubs();

    private static final WorkflowClient CLIENT = WorkflowClient.newInstance(
            SERVICE,
            WorkflowClientOptions.newBuilder().setDataConverter(CONVERTER).build());

    private final FinalTries tries = new FinalTries(new Payloads(CLIENT, "chk"), 1, false);

    @AfterAll
    static void close() {
        SERVICE.shutdownNow();
    }

    @Test
    void aRefusalThatIsBelievedTakesTheNextKey() {
        tries.see(quickly(refused(2)));

        assertThat(tries.intention()).isEqualTo(2);
        assertThat(tries.inDoubt()).isFalse();
    }

    /** The key that may be unanswered is the second token's then. */
    @Test
    void aTokenThatIsRefusedBecauseThereIsAnotherTakesTheNextKey() {
        tries.see(quickly(new FinalizeOutcome.AnotherToken(WHY, 3)));

        assertThat(tries.intention()).isEqualTo(3);
        assertThat(tries.inDoubt()).isFalse();
    }

    /** A task had died before, and may have confirmed it: the patient call repeats the key that was refused. */
    @Test
    void aRefusalThatIsNotBelievedLeavesTheKey() {
        tries.see(quickly(refused(2)));
        tries.see(patientTry(1));

        assertThat(tries.intention()).isEqualTo(1);
        assertThat(tries.inDoubt()).isTrue();
    }

    private static FinalizeOutcome refused(int next) {
        return new FinalizeOutcome.Refused(WHY, next);
    }

    private static HistoryEvent quickly(FinalizeOutcome outcome) {
        var type = Payload.newBuilder().setData(ByteString.copyFromUtf8("\"finalizeAuthorization\""));
        return HistoryEvent.newBuilder()
                .setEventType(EventType.EVENT_TYPE_MARKER_RECORDED)
                .setMarkerRecordedEventAttributes(MarkerRecordedEventAttributes.newBuilder()
                        .setMarkerName("LocalActivity")
                        .putDetails(
                                "type",
                                io.temporal.api.common.v1.Payloads.newBuilder()
                                        .addPayloads(type)
                                        .build())
                        .putDetails("result", CONVERTER.toPayloads(outcome).orElseThrow()))
                .build();
    }

    private static HistoryEvent patientTry(int intention) {
        var checkout = CheckoutId.of(new MerchantId("acme"), "order");
        var command = new FinalizeCommand(
                new PartnerAccountId("krn:partner"),
                new PaymentRequestId("krn:request"),
                new AttemptReferences(checkout, "birth", 1),
                new PaymentDetails(100, "EUR", Capture.LATER, null, null, null, null, null),
                null,
                intention,
                true,
                Instant.EPOCH);
        return HistoryEvent.newBuilder()
                .setEventId(9)
                .setEventType(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                .setActivityTaskScheduledEventAttributes(ActivityTaskScheduledEventAttributes.newBuilder()
                        .setActivityType(ActivityType.newBuilder().setName("finalizeAuthorization"))
                        .setInput(CONVERTER.toPayloads(command).orElseThrow()))
                .build();
    }
}
