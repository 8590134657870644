package dev.kassa.checkout.client;

import static dev.kassa.checkout.client.BoundedCalls.within;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.kassa.checkout.CheckoutId;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs by Temporal's visibility, which is a little behind the truth. Every method throws {@link CallFailed}, on a
 * server without visibility with {@link CallFailed.Why#UNSUPPORTED}.
 */
final class RunIndex {
    private static final int PAGE = 500;

    private final WorkflowClient client;

    RunIndex(WorkflowClient client) {
        this.client = client;
    }

    long count(String query, Duration limit) {
        var request = CountWorkflowExecutionsRequest.newBuilder()
                .setNamespace(namespace())
                .setQuery(query)
                .build();
        return within(limit, () -> stub().countWorkflowExecutions(request).getCount());
    }

    /** All that match, in no order; the query has to bound how many that can be. */
    List<Entry> list(String query, Duration limit) {
        return within(limit, () -> {
            var found = new ArrayList<Entry>();
            var page = ByteString.EMPTY;
            do {
                var answer = stub().listWorkflowExecutions(ListWorkflowExecutionsRequest.newBuilder()
                        .setNamespace(namespace())
                        .setQuery(query)
                        .setPageSize(PAGE)
                        .setNextPageToken(page)
                        .build());
                answer.getExecutionsList().forEach(info -> entry(info).ifPresent(found::add));
                page = answer.getNextPageToken();
            } while (!page.isEmpty());
            return found;
        });
    }

    private static Optional<Entry> entry(WorkflowExecutionInfo info) {
        return CheckoutId.parse(info.getExecution().getWorkflowId())
                .map(id -> new Entry(
                        id,
                        new ListPosition(
                                instant(info.getStartTime()),
                                info.getExecution().getRunId())));
    }

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private String namespace() {
        return client.getOptions().getNamespace();
    }

    private WorkflowServiceBlockingStub stub() {
        return client.getWorkflowServiceStubs().blockingStub();
    }

    /** A run of a checkout: not necessarily its newest. */
    record Entry(CheckoutId checkoutId, ListPosition position) {}
}
