package dev.kassa.runtime;

import dev.kassa.checkout.workflow.SearchAttributeKeys;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.internal.testservice.GRPCServerHelper;
import io.temporal.internal.testservice.TestServicesStarter;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Temporal inside this process, in real time, in memory, on loopback: for a first look, and for tests over HTTP.
 *
 * <p>{@code TestServer.createPortBoundServer} would do, but it listens on every interface, and asks nobody for a key.
 */
final class EmbeddedTemporal implements AutoCloseable {
    static final String NAMESPACE = "default";

    private static final int FIRST_PORT = 7233;
    private static final int PORTS_TRIED = 100;
    private static final int DRAIN_SECONDS = 2;

    private final TestServicesStarter services;
    private final Server server;

    private EmbeddedTemporal(TestServicesStarter services, Server server) {
        this.services = services;
        this.server = server;
    }

    /** Starts on port 7233 or the next free one, with the search attributes of a checkout. */
    static EmbeddedTemporal start() {
        boolean lockTimeSkipping = true;
        var services = new TestServicesStarter(lockTimeSkipping, 0);
        var temporal = new EmbeddedTemporal(services, listen(services));
        temporal.addSearchAttributes();
        return temporal;
    }

    String target() {
        return "127.0.0.1:" + server.getPort();
    }

    private static Server listen(TestServicesStarter services) {
        for (int port = FIRST_PORT; port < FIRST_PORT + PORTS_TRIED; port++) {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            var builder = NettyServerBuilder.forAddress(address);
            GRPCServerHelper.registerServicesAndHealthChecks(services.getServices(), builder);
            try {
                return builder.build().start();
            } catch (IOException _) {
                // Taken, by a Temporal that somebody else runs here: the next one.
            }
        }
        throw new IllegalStateException("No port from %d to %d is free for the embedded Temporal."
                .formatted(FIRST_PORT, FIRST_PORT + PORTS_TRIED - 1));
    }

    private void addSearchAttributes() {
        var request = AddSearchAttributesRequest.newBuilder().setNamespace(NAMESPACE);
        SearchAttributeKeys.ALL.forEach(key -> request.putSearchAttributes(key.getName(), key.getValueType()));
        var operator = OperatorServiceStubs.newServiceStubs(
                OperatorServiceStubsOptions.newBuilder().setTarget(target()).validateAndBuildWithDefaults());
        try {
            operator.blockingStub().addSearchAttributes(request.build());
        } finally {
            operator.shutdownNow();
        }
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            server.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        services.close();
        server.shutdownNow();
    }
}
