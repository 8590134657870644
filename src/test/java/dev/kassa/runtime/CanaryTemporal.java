package dev.kassa.runtime;

import com.google.protobuf.util.Durations;
import io.temporal.api.testservice.v1.SleepRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.TestServiceStubs;
import io.temporal.serviceclient.TestServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Temporal that outlives the application: one of the test's own, or a namespace on the one that is named. */
final class CanaryTemporal implements AutoCloseable {
    final @Nullable EmbeddedTemporal embedded;
    private final @Nullable OwnNamespace real;
    private final @Nullable WorkflowServiceStubs stubs;

    CanaryTemporal() {
        if (RealServer.target().isBlank()) {
            embedded = EmbeddedTemporal.start();
            real = null;
            stubs = WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget(embedded.target())
                    .build());
        } else {
            embedded = null;
            real = OwnNamespace.on(RealServer.target());
            stubs = null;
        }
    }

    String target() {
        return embedded == null ? RealServer.target() : embedded.target();
    }

    String namespace() {
        return real == null ? EmbeddedTemporal.NAMESPACE : real.name();
    }

    /** Without a codec: what is read is what the server holds, what is sent is what an operator sends. */
    WorkflowClient bare() {
        return real != null
                ? real.client()
                : WorkflowClient.newInstance(
                        Objects.requireNonNull(stubs),
                        WorkflowClientOptions.newBuilder()
                                .setNamespace(namespace())
                                .build());
    }

    /** What the UI's list is made of; empty on the embedded server, which lists nothing. */
    Optional<ListWorkflowExecutionsResponse> list() {
        return real == null
                ? Optional.empty()
                : Optional.of(bare().getWorkflowServiceStubs()
                        .blockingStub()
                        .listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                                .setNamespace(namespace())
                                .setPageSize(1000)
                                .build()));
    }

    /** Lets time pass: at once where it can be skipped. A real server's passes by itself. */
    boolean skips(Duration time) {
        if (embedded == null) {
            return false;
        }
        var service = TestServiceStubs.newServiceStubs(TestServiceStubsOptions.newBuilder()
                .setTarget(embedded.target())
                .validateAndBuildWithDefaults());
        try {
            service.blockingStub()
                    .unlockTimeSkippingWithSleep(SleepRequest.newBuilder()
                            .setDuration(Durations.fromMillis(time.toMillis()))
                            .build());
        } finally {
            service.shutdownNow();
        }
        return true;
    }

    @Override
    public void close() {
        if (real != null) {
            real.close();
        }
        if (stubs != null) {
            stubs.shutdownNow();
        }
        if (embedded != null) {
            embedded.close();
        }
    }
}
