package dev.kassa.checkout.recovery;

import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.util.Optional;

/** Reads the payloads of one checkout's histories; each is bound to its workflow's id. */
final class Payloads {
    private final DataConverter converter;

    Payloads(WorkflowClient client, String workflowId) {
        var context = new WorkflowSerializationContext(client.getOptions().getNamespace(), workflowId);
        this.converter = client.getOptions().getDataConverter().withContext(context);
    }

    /** The first value; throws where a key is missing or the value is of another type. */
    <T> T first(io.temporal.api.common.v1.Payloads payloads, Class<T> type) {
        return converter.fromPayloads(0, Optional.of(payloads), type, type);
    }
}
