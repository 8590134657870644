package dev.kassa.smallworld;

import dev.kassa.checkout.Checkout;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Sees each result and each answer to a cancel where it is given: asking for them would cost a call each. */
final class Watching extends WorkerInterceptorBase {
    private final Map<String, Checkout> ends = new ConcurrentHashMap<>();
    private final Map<String, List<Checkout>> answers = new ConcurrentHashMap<>();

    @Nullable
    Checkout end(String workflowId) {
        return ends.get(workflowId);
    }

    List<Checkout> answers(String workflowId) {
        return answers.getOrDefault(workflowId, List.of());
    }

    void forget(String workflowId) {
        ends.remove(workflowId);
        answers.remove(workflowId);
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new WorkflowInboundCallsInterceptorBase(next) {
            @Override
            public WorkflowOutput execute(WorkflowInput input) {
                var output = super.execute(input);
                if (output.getResult() instanceof Checkout end) {
                    ends.put(Workflow.getInfo().getWorkflowId(), end);
                }
                return output;
            }

            @Override
            public UpdateOutput executeUpdate(UpdateInput input) {
                var output = super.executeUpdate(input);
                if (output.getResult() instanceof Checkout answer) {
                    answers.computeIfAbsent(Workflow.getInfo().getWorkflowId(), _ -> new CopyOnWriteArrayList<>())
                            .add(answer);
                }
                return output;
            }
        };
    }
}
