package dev.kassa.storm;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.InProcessTestServer;
import java.time.Instant;
import java.util.List;

/** Temporal's test server in this process, its time, and connections to it. */
final class StormTemporal implements AutoCloseable {
    private static final String NAMESPACE = "default";
    private final InProcessTestServer server;
    private final DataConverter converter;
    private final Scope metrics;
    final SkippedTime time;

    StormTemporal(Instant start, DataConverter converter, MeterRegistry meters) {
        this.server = TestServer.createServer(true, start.toEpochMilli());
        this.time = new SkippedTime(server);
        this.converter = converter;
        this.metrics = new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(meters))
                .reportEvery(com.uber.m3.util.Duration.ofSeconds(10));
        var attributes = AddSearchAttributesRequest.newBuilder().setNamespace(NAMESPACE);
        SearchAttributeKeys.ALL.forEach(key -> attributes.putSearchAttributes(key.getName(), key.getValueType()));
        var operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setChannel(server.getChannel())
                .validateAndBuildWithDefaults());
        operator.blockingStub().addSearchAttributes(attributes.build());
        operator.shutdownNow();
    }

    WorkflowServiceStubs stubs(Line line) {
        return WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                .setChannel(server.getChannel())
                .setGrpcClientInterceptors(List.of(line))
                .setMetricsScope(metrics)
                .validateAndBuildWithDefaults());
    }

    WorkflowClient client(WorkflowServiceStubs stubs) {
        return WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder()
                        .setNamespace(NAMESPACE)
                        .setDataConverter(converter)
                        .validateAndBuildWithDefaults());
    }

    @Override
    public void close() {
        server.close();
    }
}
