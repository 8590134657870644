package dev.kassa.runtime;

import com.google.protobuf.Message;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PayloadEncryption;
import dev.kassa.secret.PlacedPayload;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.common.WorkflowExecutionHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Where in all that the world has kept, logged and answered a canary was found, and what is encrypted there. */
final class CanaryReport {
    /** By the place's kind: the canaries found there. */
    final Map<String, Set<String>> hits = new TreeMap<>();

    final List<Payload> encrypted = new ArrayList<>();
    final Map<String, Integer> payloadsByKey = new TreeMap<>();
    final Set<String> plainPlaces = new TreeSet<>();
    private final Map<String, Long> searched = new TreeMap<>();
    private final Map<String, Integer> places = new TreeMap<>();
    private final CanaryWorld world;

    private CanaryReport(CanaryWorld world) {
        this.world = world;
    }

    static CanaryReport of(CanaryWorld world, Set<WorkflowExecution> runs) {
        var report = new CanaryReport(world);
        runs.forEach(report::run);
        report.notifications(runs);
        world.temporal.list().ifPresent(list -> report.message("the UI's list", list));
        world.log.lines.forEach(line -> report.text("log", line));
        world.log.structured.forEach(line -> report.text("structured log", line));
        world.answers.forEach(answer -> report.text("errors and management pages", answer));
        return report;
    }

    private void run(WorkflowExecution run) {
        var history = world.temporal.bare().fetchHistory(run.getWorkflowId(), run.getRunId());
        message("histories", history.getHistory());
        text("histories as JSON", new WorkflowExecutionHistory(history.getHistory()).toJson(true));
        message("descriptions", description(run));
    }

    private Message description(WorkflowExecution run) {
        return world.temporal
                .bare()
                .getWorkflowServiceStubs()
                .blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace(world.temporal.namespace())
                        .setExecution(run)
                        .build());
    }

    /** Their ids are derived from the checkouts'. */
    private void notifications(Set<WorkflowExecution> runs) {
        var ends = List.of("authorized", "declined", "expired", "canceled", "failed", "unconfirmed");
        var ids = runs.stream().map(WorkflowExecution::getWorkflowId).collect(Collectors.toSet());
        for (var id : ids) {
            IntStream.rangeClosed(1, 2)
                    .boxed()
                    .flatMap(attempt -> ends.stream().map(end -> id + "-" + attempt + "-" + end))
                    .forEach(this::ifThere);
        }
    }

    private void ifThere(String workflowId) {
        try {
            run(WorkflowExecution.newBuilder().setWorkflowId(workflowId).build());
        } catch (StatusRuntimeException none) {
            if (none.getStatus().getCode() != Status.Code.NOT_FOUND) {
                throw none;
            }
        }
    }

    private void message(String place, Message message) {
        found(place, world.canaries.in(message), message.getSerializedSize());
        for (var payload : PlacedPayload.in(message)) {
            if (payload.isEncrypted()) {
                encrypted.add(payload.payload());
                payloadsByKey.merge(payload.keyId(), 1, Integer::sum);
            } else if (!payload.isBookkeepingOfTheSdk()) {
                plainPlaces.add(payload.place());
            }
        }
    }

    private void text(String place, String text) {
        found(place, world.canaries.in(text), text.length());
    }

    private void found(String place, List<String> canaries, long length) {
        searched.merge(place, length, Long::sum);
        places.merge(place, 1, Integer::sum);
        if (!canaries.isEmpty()) {
            hits.computeIfAbsent(place, _ -> new TreeSet<>()).addAll(canaries);
        }
    }

    int places(String place) {
        return places.getOrDefault(place, 0);
    }

    /** How many payloads open by that ring. */
    long decodable(KeyRing ring) {
        var codec = new PayloadEncryption(ring);
        return encrypted.stream().filter(payload -> opens(codec, payload)).count();
    }

    private static boolean opens(PayloadEncryption codec, Payload payload) {
        try {
            return !codec.decode(List.of(payload)).getFirst().equals(payload);
        } catch (RuntimeException _) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "CANARIES: %d planted; searched %s characters in %s; %d encrypted payloads %s; plain at %s; hits %s"
                .formatted(
                        world.canaries.count(), searched, places, encrypted.size(), payloadsByKey, plainPlaces, hits);
    }
}
