package dev.kassa.runtime;

import static java.util.Objects.requireNonNullElse;

import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.demo.Countdown;
import dev.kassa.demo.Step;
import dev.kassa.demo.Step.Tone;
import dev.kassa.demo.Step.Who;
import dev.kassa.secret.UndecryptableException;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DataConverterException;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One checkout by the histories of its runs, for the demo's page. Of payloads it opens the names of timers alone, which
 * Kassa wrote for operators; what merchants, customers and Klarna said stays sealed.
 */
final class RunSteps {
    private static final int REMEMBERED = 64;
    private static final String STATUS = SearchAttributeKeys.CHECKOUT_STATUS.getName();
    private static final String SESSION_END = "Session ends";
    private static final String LOOK = "Next look";

    private final WorkflowClient client;
    private final Map<String, Runs> remembered = new LinkedHashMap<>();

    RunSteps(WorkflowClient client) {
        this.client = client;
    }

    /**
     * What the histories tell.
     *
     * @param events of all runs together
     */
    record Told(List<Step> steps, List<Countdown> countdowns, long events) {
        private static final Told NOTHING = new Told(List.of(), List.of(), 0);
    }

    /** The runs of a checkout by their ids, in order: Temporal hands out the latest, the others are remembered. */
    private record Runs(SequencedMap<String, Told> byId) {
        private Told all() {
            var runs = List.copyOf(byId.values());
            return new Told(
                    runs.stream().flatMap(run -> run.steps().stream()).toList(),
                    runs.isEmpty() ? List.of() : runs.getLast().countdowns(),
                    runs.stream().mapToLong(Told::events).sum());
        }
    }

    /** As far as it is known: while Temporal is away what it told last, and nothing of a checkout that never was. */
    Told of(String checkoutId) {
        try {
            var events = client.fetchHistory(checkoutId).getEvents();
            var run = events.getFirst()
                    .getWorkflowExecutionStartedEventAttributes()
                    .getOriginalExecutionRunId();
            return remember(checkoutId, run, events);
        } catch (StatusRuntimeException _) {
            return last(checkoutId);
        }
    }

    private synchronized Told last(String checkoutId) {
        var runs = remembered.get(checkoutId);
        return runs == null ? Told.NOTHING : runs.all();
    }

    private synchronized Told remember(String checkoutId, String run, List<HistoryEvent> events) {
        var runs = remembered.computeIfAbsent(checkoutId, _ -> new Runs(new LinkedHashMap<>()));
        boolean isFirst =
                runs.byId().isEmpty() || runs.byId().firstEntry().getKey().equals(run);
        runs.byId().put(run, new Reading(checkoutId, run, isFirst).of(events));
        if (remembered.size() > REMEMBERED) {
            remembered.remove(remembered.keySet().iterator().next());
        }
        return runs.all();
    }

    /** One reading of one history. */
    private final class Reading {
        private final String run;
        private final boolean isFirst;
        private final DataConverter converter;
        private final List<Step> steps = new ArrayList<>();
        private final Map<Long, HistoryEvent> timers = new LinkedHashMap<>();
        private boolean customerIsAwaited = true;

        private Reading(String checkoutId, String run, boolean isFirst) {
            this.run = run;
            this.isFirst = isFirst;
            var context = new WorkflowSerializationContext(client.getOptions().getNamespace(), checkoutId);
            this.converter = client.getOptions().getDataConverter().withContext(context);
        }

        private Told of(List<HistoryEvent> events) {
            events.forEach(this::see);
            var running = timers.values().stream().flatMap(this::countdown).toList();
            return new Told(List.copyOf(steps), running, events.size());
        }

        private void see(HistoryEvent event) {
            switch (event.getEventType()) {
                case EVENT_TYPE_WORKFLOW_EXECUTION_STARTED -> begun(event);
                case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED -> hear(event);
                case EVENT_TYPE_TIMER_STARTED -> timers.put(event.getEventId(), event);
                case EVENT_TYPE_TIMER_CANCELED ->
                    timers.remove(event.getTimerCanceledEventAttributes().getStartedEventId());
                case EVENT_TYPE_TIMER_FIRED -> rang(event);
                case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED ->
                    add(event, Who.KASSA, Who.KASSA, "goes on trying", "until Klarna answers", Tone.BAD);
                case EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT -> died(event);
                case EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES -> status(event);
                case EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED ->
                    add(event, Who.OPERATOR, Who.KASSA, "requests cancellation", null, Tone.PLAIN);
                case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED -> {
                    add(event, Who.OPERATOR, Who.KASSA, "terminates the run", null, Tone.BAD);
                    timers.clear();
                }
                // What still ran then rings for nobody.
                case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
                        EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
                        EVENT_TYPE_WORKFLOW_EXECUTION_FAILED -> timers.clear();
                default -> {}
            }
        }

        /** A recovery shows another status than a merchant's start from its first moment on. */
        private void begun(HistoryEvent event) {
            var attributes = event.getWorkflowExecutionStartedEventAttributes().getSearchAttributes();
            if (statusIn(attributes).filter("UNCONFIRMED"::equals).isPresent()) {
                add(event, Who.KASSA, Who.KASSA, "recovers the checkout", "in a run of its own", Tone.PLAIN);
            } else {
                var what = isFirst ? "starts the checkout" : "starts it again";
                add(event, Who.MERCHANT, Who.KASSA, what, null, Tone.PLAIN);
            }
        }

        private static Optional<String> statusIn(SearchAttributes attributes) {
            return Optional.ofNullable(attributes.getIndexedFieldsMap().get(STATUS))
                    .map(payload -> payload.getData().toStringUtf8().replace("\"", ""));
        }

        private void hear(HistoryEvent event) {
            var signal = event.getWorkflowExecutionSignaledEventAttributes().getSignalName();
            if (signal.equals("customerReturned")) {
                add(event, Who.CUSTOMER, Who.KASSA, "comes back from Klarna", "a hint, so Kassa reads", Tone.PLAIN);
            }
        }

        private void rang(HistoryEvent event) {
            var timer = timers.remove(event.getTimerFiredEventAttributes().getStartedEventId());
            var name = timer == null ? "" : name(timer);
            if (name.startsWith(SESSION_END)) {
                add(event, Who.KASSA, Who.KASSA, "the session is over", null, Tone.BAD);
            } else if (name.startsWith(LOOK)) {
                add(event, Who.KASSA, Who.KASSA, "time to look at Klarna", null, Tone.PLAIN);
            }
        }

        /** A task that no worker began has done nothing. */
        private void died(HistoryEvent event) {
            if (event.getWorkflowTaskTimedOutEventAttributes().getTimeoutType()
                    != TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START) {
                add(event, Who.KASSA, Who.KASSA, "a worker died at it", "its task is done again", Tone.BAD);
            }
        }

        private void status(HistoryEvent event) {
            var attributes = event.getUpsertWorkflowSearchAttributesEventAttributes();
            statusIn(attributes.getSearchAttributes()).ifPresent(status -> {
                add(event, Who.KASSA, Who.KASSA, status, null, Tone.STATE);
                customerIsAwaited = !status.equals("FINALIZING") && !status.equals("CANCELING");
            });
        }

        /** The session's end is the checkout's own, and told with it; nobody looks any more at what is being ended. */
        private Stream<Countdown> countdown(HistoryEvent timer) {
            var name = name(timer);
            if (name.startsWith(SESSION_END) || (name.startsWith(LOOK) && !customerIsAwaited)) {
                return Stream.empty();
            }
            var length = timer.getTimerStartedEventAttributes().getStartToFireTimeout();
            var end = at(timer).plusSeconds(length.getSeconds()).plusNanos(length.getNanos());
            var what = name.startsWith(LOOK) ? "Kassa looks at Klarna" : "Kassa goes on";
            return Stream.of(new Countdown(what, end));
        }

        private String name(HistoryEvent timer) {
            Payload summary = timer.getUserMetadata().getSummary();
            try {
                return requireNonNullElse(converter.fromPayload(summary, String.class, String.class), "");
            } catch (DataConverterException | UndecryptableException unreadable) {
                return "";
            }
        }

        private void add(HistoryEvent event, Who from, Who to, String what, @Nullable String detail, Tone tone) {
            steps.add(new Step(run + "-" + event.getEventId(), at(event), from, to, what, detail, tone));
        }

        private static Instant at(HistoryEvent event) {
            var time = event.getEventTime();
            return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
        }
    }
}
