package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.operations.TemporalProbe;
import dev.kassa.operations.TemporalStanding;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A Temporal server of its own is killed and comes back: who rested meanwhile works sooner than who went on asking. */
@RealServer.Needed(because = "it kills a server, and the embedded one dies with the test")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(240)
class TemporalAwayJourneyIT {
    /** Long enough for the SDK's pauses to reach their minute. */
    private static final Duration AWAY = Duration.ofSeconds(65);

    /** Within ten seconds; the rest is for a busy machine. */
    private static final Duration BOUND = Duration.ofSeconds(20);

    @TempDir
    @Nullable
    Path folder;

    private final int port = freePort();
    private final WorkflowServiceStubs stubs =
            WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget("127.0.0.1:" + port)
                    .build());
    private final WorkflowClient client = WorkflowClient.newInstance(stubs);
    private final WorkerFactory resting = factory("resting");
    private final WorkerFactory asking = factory("asking");
    private final TemporalLifecycle lifecycle = new TemporalLifecycle(
            new TemporalProbe(client)::ask, "127.0.0.1:" + port, false, new SdkWorkers(resting), () -> {});
    private @Nullable Process server;

    @AfterEach
    void stop() {
        lifecycle.stop();
        asking.shutdownNow();
        stubs.shutdownNow();
        kill();
    }

    @Test
    void workersThatRestedWhileTemporalWasAwayAreBackWithinSeconds() {
        startServer();
        lifecycle.start();
        asking.start();
        await(() -> polledSince("resting", Instant.EPOCH) && polledSince("asking", Instant.EPOCH));
        kill();
        Awaitility.await().pollDelay(AWAY).atMost(AWAY.plusSeconds(30)).until(() -> true);

        startServer();
        var back = Instant.now();
        await(() -> polledSince("resting", back));
        var rested = Duration.between(back, Instant.now());
        boolean othersToo = polledSince("asking", back);
        await(() -> polledSince("asking", back));
        var asked = Duration.between(back, Instant.now());

        System.out.printf(
                "Temporal was away for %d s; workers that rested polled %.1f s after its return, others after %.1f s%n",
                AWAY.toSeconds(), rested.toMillis() / 1e3, asked.toMillis() / 1e3);
        assertThat(rested).isLessThan(BOUND);
        assertThat(othersToo)
                .as("the SDK alone is as quick: the rest is no longer needed")
                .isFalse();
    }

    private boolean polledSince(String queue, Instant instant) {
        var answer = stubs.blockingStub()
                .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                        .setNamespace("default")
                        .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                        .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                        .build());
        return answer.getPollersList().stream()
                .anyMatch(poller -> Instant.ofEpochSecond(
                                poller.getLastAccessTime().getSeconds())
                        .isAfter(instant.minusSeconds(1)));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(100))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(condition);
    }

    private WorkerFactory factory(String queue) {
        var factory = WorkerFactory.newInstance(client);
        factory.newWorker(
                        queue,
                        WorkerOptions.newBuilder().setUsingVirtualThreads(true).build())
                .registerWorkflowImplementationTypes(Idle.class);
        return factory;
    }

    @WorkflowInterface
    public interface Idleness {
        @WorkflowMethod
        void run();
    }

    public static final class Idle implements Idleness {
        @Override
        public void run() {}
    }

    private void startServer() {
        if (folder == null) {
            throw new IllegalStateException("JUnit gave no folder");
        }
        var command = new ProcessBuilder(
                        "temporal/dev-server",
                        "--port",
                        String.valueOf(port),
                        "--headless",
                        "--db-filename",
                        folder.resolve("temporal.db").toString())
                .redirectErrorStream(true)
                .redirectOutput(new File("target/temporal-away-it.log"));
        try {
            var started = command.start();
            server = started;
            Awaitility.await("Temporal answers, see target/temporal-away-it.log")
                    .atMost(Duration.ofSeconds(60))
                    .failFast("it ended", () -> !started.isAlive())
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> new TemporalProbe(client).ask() instanceof TemporalStanding.Reachable);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The script has become the server: its children, if there are any, are only helpers of its start. */
    private void kill() {
        var killed = server;
        if (killed != null) {
            killed.destroyForcibly().onExit().join();
            server = null;
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }
}
