package dev.kassa.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.kassa.merchant.Merchant;
import dev.kassa.merchant.Merchants;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.temporal.api.workflowservice.v1.CountWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RunCensusTest {
    private final WorkflowServiceBlockingStub visibility = mock();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RunCensus.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        logger.detachAppender(lines);
    }

    @Test
    void anOutageOfTheIndexIsToldOnceAndItsEndMakesTheNextNewsAgain() {
        try (var census = census()) {
            var away = new StatusRuntimeException(Status.UNAVAILABLE.withDescription("visibility store"));
            var none = CountWorkflowExecutionsResponse.getDefaultInstance();
            doThrow(away).when(visibility).countWorkflowExecutions(any());
            assertThat(census.counted()).isTrue();
            assertThat(census.counted()).isTrue();
            assertThat(warnings()).containsExactly("What is open could not be counted: UNAVAILABLE");

            doReturn(none).when(visibility).countWorkflowExecutions(any());
            assertThat(census.counted()).isTrue();
            doThrow(away).when(visibility).countWorkflowExecutions(any());
            assertThat(census.counted()).isTrue();
            assertThat(warnings()).hasSize(2);
        }
    }

    private List<String> warnings() {
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private RunCensus census() {
        WorkflowServiceStubs service = mock();
        when(service.blockingStub()).thenReturn(visibility);
        when(visibility.withDeadlineAfter(anyLong(), any())).thenReturn(visibility);
        WorkflowClient client = mock();
        when(client.getWorkflowServiceStubs()).thenReturn(service);
        when(client.getOptions())
                .thenReturn(WorkflowClientOptions.newBuilder()
                        .setNamespace("default")
                        .build());
        var acme = new Merchant("acme", "krn:acme", List.of("0".repeat(64)), List.of(), null);
        var meters = new SimpleMeterRegistry();
        var clock = InstantSource.fixed(Instant.EPOCH);
        return new RunCensus(
                client,
                () -> new TemporalStanding.Away("not asked"),
                new Merchants(List.of(acme)),
                new WebhookSilence(clock),
                meters,
                clock);
    }
}
