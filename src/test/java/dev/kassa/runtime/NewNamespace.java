package dev.kassa.runtime;

import com.google.protobuf.util.Durations;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import io.grpc.StatusRuntimeException;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Makes a namespace on a real server, and returns once a checkout can be started in it. */
public final class NewNamespace {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private NewNamespace() {}

    /**
     * Registers it, adds the search attributes, and waits until the server takes both.
     *
     * @param target where the server is, as the stubs know it
     */
    public static void make(WorkflowServiceStubs stubs, String target, String name) {
        stubs.blockingStub()
                .registerNamespace(RegisterNamespaceRequest.newBuilder()
                        .setNamespace(name)
                        .setWorkflowExecutionRetentionPeriod(Durations.fromDays(30))
                        .build());
        addSearchAttributes(target, name);
        awaitSearchAttributes(stubs, name);
    }

    private static void addSearchAttributes(String target, String name) {
        var attributes = AddSearchAttributesRequest.newBuilder()
                .setNamespace(name)
                .putAllSearchAttributes(SearchAttributeKeys.ALL.stream()
                        .collect(Collectors.toMap(SearchAttributeKey::getName, SearchAttributeKey::getValueType)))
                .build();
        var operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder().setTarget(target).validateAndBuildWithDefaults());
        try {
            // The server knows a new namespace only after a while.
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreException(StatusRuntimeException.class)
                    .until(() -> operator.blockingStub()
                            .addSearchAttributes(attributes)
                            .isInitialized());
        } finally {
            operator.shutdownNow();
        }
    }

    /** They were taken, but a start that has one is refused until the server has them in its cache. */
    private static void awaitSearchAttributes(WorkflowServiceStubs stubs, String name) {
        var query = SearchAttributeKeys.ALL.stream()
                .map(attribute -> attribute.getName() + " IS NULL")
                .collect(Collectors.joining(" AND "));
        var count = CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(name)
                .setQuery(query)
                .build();
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreException(StatusRuntimeException.class)
                .until(() -> stubs.blockingStub().countWorkflowExecutions(count).isInitialized());
    }
}
