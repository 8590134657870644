package dev.kassa.storm;

import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.KlarnaEvent;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run by its history.
 *
 * @param result absent where it is open, or was ended from outside
 * @param closedAt absent where it is open
 * @param shown the status that it last showed in search
 * @param lostTasks when a worker had a task that it never answered
 * @param trace its last events, for whoever reads of a violation
 * @param secrets those that stand in its events in the clear
 */
record Run(
        CheckoutInput input,
        Instant startedAt,
        @Nullable EventType end,
        @Nullable Instant closedAt,
        @Nullable Checkout result,
        List<KlarnaEvent> heard,
        List<String> secrets,
        @Nullable String shown,
        List<Interval> lostTasks,
        String trace) {
    private static final int TRACED = 12;

    static Run read(WorkflowClient client, String checkoutId, String runId) {
        var execution = WorkflowExecution.newBuilder()
                .setWorkflowId(checkoutId)
                .setRunId(runId)
                .build();
        var history = client.fetchHistory(execution.getWorkflowId(), execution.getRunId())
                .getEvents();
        var context = new WorkflowSerializationContext(client.getOptions().getNamespace(), checkoutId);
        var converter = client.getOptions().getDataConverter().withContext(context);
        var first = history.getFirst();
        var last = history.getLast();
        boolean isOver = isEnd(last.getEventType());
        var input = value(
                converter, first.getWorkflowExecutionStartedEventAttributes().getInput(), CheckoutInput.class);
        return new Run(
                input,
                at(first),
                isOver ? last.getEventType() : null,
                isOver ? at(last) : null,
                last.hasWorkflowExecutionCompletedEventAttributes()
                        ? value(
                                converter,
                                last.getWorkflowExecutionCompletedEventAttributes()
                                        .getResult(),
                                Checkout.class)
                        : null,
                heard(history, converter, input),
                secretsIn(history),
                shown(history),
                lostTasks(history),
                trace(history));
    }

    private static boolean isEnd(EventType type) {
        return type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED
                || type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED
                || type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED
                || type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED
                || type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT;
    }

    private static List<KlarnaEvent> heard(List<HistoryEvent> history, DataConverter converter, CheckoutInput input) {
        var heard = new ArrayList<KlarnaEvent>();
        if (input.recovery() != null) {
            heard.addAll(input.recovery().heard());
        }
        for (var event : history) {
            if (event.hasWorkflowExecutionSignaledEventAttributes()) {
                var signal = event.getWorkflowExecutionSignaledEventAttributes();
                if (signal.getSignalName().equals("paymentRequestChanged")) {
                    heard.add(value(converter, signal.getInput(), KlarnaEvent.class));
                }
            }
        }
        return heard;
    }

    private static List<String> secretsIn(List<HistoryEvent> history) {
        var found = new ArrayList<String>();
        for (var event : history) {
            // One byte, one character: whatever is text in there stays so.
            var text = new String(event.toByteArray(), StandardCharsets.ISO_8859_1);
            for (var secret : Secrets.ALL) {
                if (text.contains(secret)) {
                    found.add(event.getEventType() + " has " + secret);
                }
            }
        }
        return found;
    }

    private static @Nullable String shown(List<HistoryEvent> history) {
        return history.stream()
                .filter(HistoryEvent::hasUpsertWorkflowSearchAttributesEventAttributes)
                .map(event -> event.getUpsertWorkflowSearchAttributesEventAttributes()
                        .getSearchAttributes()
                        .getIndexedFieldsMap()
                        .get("CheckoutStatus"))
                .filter(Objects::nonNull)
                .map(payload -> payload.getData().toStringUtf8().replace("\"", ""))
                .reduce((_, later) -> later)
                .orElse(null);
    }

    private static List<Interval> lostTasks(List<HistoryEvent> history) {
        var lost = new ArrayList<Interval>();
        Instant started = null;
        for (var event : history) {
            switch (event.getEventType()) {
                case EVENT_TYPE_WORKFLOW_TASK_STARTED -> {
                    if (started != null) {
                        lost.add(new Interval(started, at(event)));
                    }
                    started = at(event);
                }
                case EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT, EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED -> {
                    if (started != null) {
                        lost.add(new Interval(started, at(event)));
                    }
                    started = null;
                }
                case EVENT_TYPE_WORKFLOW_TASK_COMPLETED, EVENT_TYPE_WORKFLOW_TASK_FAILED -> started = null;
                default -> {}
            }
        }
        if (started != null) {
            lost.add(new Interval(started, Instant.MAX));
        }
        return lost;
    }

    /** From then until then. */
    record Interval(Instant from, Instant to) {
        boolean contains(Instant at) {
            return !at.isBefore(from) && !at.isAfter(to);
        }
    }

    private static String trace(List<HistoryEvent> history) {
        return history.stream()
                .skip(Math.max(0, history.size() - TRACED))
                .map(event -> at(event) + " " + event.getEventType().name().substring("EVENT_TYPE_".length()))
                .collect(Collectors.joining(", ", history.size() + " events, the last: ", ""));
    }

    private static <T> T value(DataConverter converter, Payloads payloads, Class<T> type) {
        return requireNonNull(converter.fromPayloads(0, Optional.of(payloads), type, type));
    }

    private static Instant at(HistoryEvent event) {
        return Instant.ofEpochSecond(
                event.getEventTime().getSeconds(), event.getEventTime().getNanos());
    }

    /** The same on a server that writes down what comes while a worker has a task: nothing of it is excused. */
    Run onARealServer() {
        return new Run(input, startedAt, end, closedAt, result, heard, secrets, shown, List.of(), trace);
    }

    /** Whether it ended by its own decision, and says that it is over. */
    boolean endedByItself() {
        return end == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED
                || end == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED;
    }

    /** How it ended, by its result; a run that was canceled in the UI has none, and showed it only. */
    @Nullable
    CheckoutStatus status() {
        if (result != null) {
            return result.status();
        }
        return endedByItself() && shown != null ? CheckoutStatus.valueOf(shown) : null;
    }

    String reference() {
        return input.references().paymentRequestReference().value();
    }
}
