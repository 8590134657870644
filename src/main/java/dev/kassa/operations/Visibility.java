package dev.kassa.operations;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Temporal's index of runs, asked without the SDK's retries: whoever asks comes again soon. A little behind the truth.
 *
 * <p>Every method throws {@link StatusRuntimeException} where Temporal is away or has no such index.
 */
final class Visibility {
    private static final long DEADLINE_SECONDS = 5;
    private static final int PAGE = 100;

    private final WorkflowClient client;

    Visibility(WorkflowClient client) {
        this.client = client;
    }

    /** Whether the server lists no runs at all, as the embedded one. */
    static boolean isMissing(StatusRuntimeException failure) {
        return failure.getStatus().getCode() == Status.Code.UNIMPLEMENTED;
    }

    long count(String query) {
        return stub().countWorkflowExecutions(CountWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(namespace())
                        .setQuery(query)
                        .build())
                .getCount();
    }

    /** Those that match, in no order, but not more than the limit. */
    List<WorkflowExecution> list(String query, int limit) {
        var found = new ArrayList<WorkflowExecution>();
        var page = ByteString.EMPTY;
        do {
            var answer = stub().listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                    .setNamespace(namespace())
                    .setQuery(query)
                    .setPageSize(PAGE)
                    .setNextPageToken(page)
                    .build());
            answer.getExecutionsList().stream()
                    .map(WorkflowExecutionInfo::getExecution)
                    .forEach(found::add);
            page = answer.getNextPageToken();
        } while (!page.isEmpty() && found.size() < limit);
        return found.subList(0, Math.min(limit, found.size()));
    }

    private String namespace() {
        return client.getOptions().getNamespace();
    }

    private WorkflowServiceBlockingStub stub() {
        return client.getWorkflowServiceStubs().blockingStub().withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
}
