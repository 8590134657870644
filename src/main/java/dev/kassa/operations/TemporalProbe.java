package dev.kassa.operations;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Asks Temporal for its namespace: the cheapest question whose answer means that checkouts can run. Thread-safe. */
public final class TemporalProbe {
    private static final long DEADLINE_SECONDS = 2;

    private final WorkflowClient client;

    public TemporalProbe(WorkflowClient client) {
        this.client = client;
    }

    /** The namespace that is asked for. */
    public String namespace() {
        return client.getOptions().getNamespace();
    }

    /** How Temporal stands now; takes at most two seconds. */
    public TemporalStanding ask() {
        var question =
                DescribeNamespaceRequest.newBuilder().setNamespace(namespace()).build();
        try {
            var answer = client.getWorkflowServiceStubs()
                    .blockingStub()
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .describeNamespace(question);
            return new TemporalStanding.Reachable(retention(answer));
        } catch (StatusRuntimeException failure) {
            // Else gRPC tries to connect ever less often, and finds a Temporal that is back up to ten seconds later.
            client.getWorkflowServiceStubs().getRawChannel().resetConnectBackoff();
            return new TemporalStanding.Away(why(failure.getStatus()));
        }
    }

    private static Optional<Duration> retention(DescribeNamespaceResponse answer) {
        var period = answer.getConfig().getWorkflowExecutionRetentionTtl();
        return period.getSeconds() > 0 ? Optional.of(Duration.ofSeconds(period.getSeconds())) : Optional.empty();
    }

    private String why(Status status) {
        return switch (status.getCode()) {
            case NOT_FOUND -> "there is no namespace '" + namespace() + "'";
            case UNAUTHENTICATED, PERMISSION_DENIED -> "it refuses our credentials";
            case DEADLINE_EXCEEDED -> "no answer in " + DEADLINE_SECONDS + " s";
            default -> status.getCode().name();
        };
    }
}
