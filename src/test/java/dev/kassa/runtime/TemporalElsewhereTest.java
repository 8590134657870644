package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.kassa.klarna.http.Certificates;
import dev.kassa.operations.TemporalProbe;
import dev.kassa.operations.TemporalStanding.Reachable;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.grpc.stub.StreamObserver;
import io.temporal.api.namespace.v1.NamespaceConfig;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import io.temporal.client.WorkflowClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** A Temporal such as Temporal Cloud: namespace, API key and certificate by the Spring properties of Temporal's starter. */
class TemporalElsewhereTest {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @TempDir
    private static Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Test
    void itIsAskedOverTlsWithACertificateAnApiKeyAndItsNamespace() throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(Certificates.selfSigned(folder, "cloud"), Certificates.PASSWORD.toCharArray());
        Certificates.selfSigned(folder, "kassa");
        var tls = GrpcSslContexts.configure(SslContextBuilder.forServer(keys))
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .clientAuth(ClientAuth.REQUIRE)
                .build();
        var cloud = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(tls)
                .addService(ServerInterceptors.intercept(new Cloud(), new Doorman()))
                .build()
                .start();
        try (var kassa = new SpringApplicationBuilder(Client.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.temporal.connection.target=127.0.0.1:" + cloud.getPort(),
                        "--spring.temporal.namespace=acme.a1b2c",
                        "--spring.temporal.connection.api-key=sample-cloud-key",
                        "--spring.temporal.connection.mtls.pkcs=12",
                        "--spring.temporal.connection.mtls.key-file=" + folder.resolve("kassa.p12"),
                        "--spring.temporal.connection.mtls.key-password=" + Certificates.PASSWORD,
                        "--spring.temporal.connection.mtls.insecure-trust-manager=true")) {
            var standing = new TemporalProbe(kassa.getBean(WorkflowClient.class)).ask();

            assertThat(standing).isEqualTo(new Reachable(Optional.of(Duration.ofDays(30))));
            assertThat(asked)
                    .contains("acme.a1b2c")
                    .filteredOn(what -> !what.equals("acme.a1b2c"))
                    .containsOnly("Bearer sample-cloud-key from CN=kassa");
        } finally {
            stop(cloud);
        }
    }

    private static void stop(Server server) throws InterruptedException {
        server.shutdownNow().awaitTermination();
    }

    // No @SpringBootConfiguration: the tests of this package would take it for the application.
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Client {}

    private final class Doorman implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            try {
                var session = Objects.requireNonNull(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION));
                asked.add(headers.get(AUTHORIZATION) + " from " + session.getPeerPrincipal());
            } catch (SSLPeerUnverifiedException stranger) {
                throw new IllegalStateException(stranger);
            }
            return next.startCall(call, headers);
        }
    }

    private final class Cloud extends WorkflowServiceImplBase {
        @Override
        public void getSystemInfo(GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
            answer.onNext(GetSystemInfoResponse.getDefaultInstance());
            answer.onCompleted();
        }

        @Override
        public void describeNamespace(
                DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> answer) {
            asked.add(request.getNamespace());
            answer.onNext(DescribeNamespaceResponse.newBuilder()
                    .setConfig(NamespaceConfig.newBuilder().setWorkflowExecutionRetentionTtl(Durations.fromDays(30)))
                    .build());
            answer.onCompleted();
        }
    }
}
