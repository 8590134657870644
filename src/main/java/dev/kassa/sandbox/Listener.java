package dev.kassa.sandbox;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's connector without its servlet container: only at this level can a connection be closed without an answer,
 * and the
 * port be given up and taken again. The connector also speaks HTTP/2 and TLS, when asked.
 */
final class Listener implements AutoCloseable {

    private static final int HEADER_LIMIT = 20 * 1024;

    private final QuietProtocol protocol = new QuietProtocol();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-housekeeping").factory());
    private final CountDownLatch closing = new CountDownLatch(1);
    private final int port;
    private State state = State.OPEN;
    private @Nullable Instant reopenAt;
    private volatile @Nullable Function<Call, Reply> handler;
    private final @Nullable ClientCertificates certificates;

    private enum State {
        OPEN,
        REFUSING,
        CLOSED
    }

    /**
     * Takes the port; calls are answered only once a handler is set. Without TLS it speaks plain HTTP/1.1.
     *
     * @throws CannotListenException where the port or the address is not to be had
     * @throws IllegalStateException where the key store is none
     */
    Listener(String address, int port, @Nullable SandboxTls tls) {
        try {
            certificates = tls == null ? null : new ClientCertificates(tls);
            if (certificates != null) {
                certificates.secure(protocol);
            }
            protocol.setAddress(InetAddress.getByName(address));
            protocol.setPort(port);
            // Bound by start, not by init: stop must give the port up.
            protocol.setProperty("bindOnInit", "false");
            protocol.setMaxHttpRequestHeaderSize(HEADER_LIMIT);
            // A connection that the sandbox closed for being idle would look like a fault that nobody ordered.
            protocol.setKeepAliveTimeout((int) Duration.ofMinutes(5).toMillis());
            protocol.setMaxKeepAliveRequests(-1);
            protocol.setExecutor(workers);
            protocol.setUtilityExecutor(housekeeping);
            protocol.setAdapter(new CallAdapter(this));
            protocol.init();
            protocol.start();
            this.port = protocol.getLocalPort();
            protocol.setPort(this.port);
        } catch (Exception e) {
            workers.shutdownNow();
            housekeeping.shutdownNow();
            throw CannotListenException.isBehind(e)
                    ? new CannotListenException(address, port, e)
                    : new IllegalStateException("The sandbox cannot start its listener", e);
        }
    }

    @Nullable
    Function<Call, Reply> handler() {
        return handler;
    }

    /** What TLS says of the clients; absent without TLS. */
    @Nullable
    ClientCertificates certificates() {
        return certificates;
    }

    /** How many connections are open. */
    int connections() {
        return protocol.connections();
    }

    int port() {
        return port;
    }

    void handle(Function<Call, Reply> calls) {
        handler = calls;
    }

    /** Gives the port up, so that connections are refused; for ever where {@code until} is null. */
    synchronized void refuse(@Nullable Instant until) {
        reopenAt = until;
        if (state == State.OPEN) {
            state = State.REFUSING;
            run(protocol::stop);
        }
    }

    /** Takes the port again. */
    synchronized void accept() {
        reopenAt = null;
        if (state == State.REFUSING) {
            run(protocol::start);
            state = State.OPEN;
        }
    }

    synchronized void reopenIfDue(Instant now) {
        if (reopenAt != null && !now.isBefore(reopenAt)) {
            accept();
        }
    }

    synchronized @Nullable Instant reopenAt() {
        return reopenAt;
    }

    /** Waits in real time, but not beyond the end of this listener. */
    void pause(Duration howLong) {
        try {
            if (closing.await(howLong.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closing.countDown();
        if (state == State.OPEN) {
            run(protocol::stop);
        }
        if (state != State.CLOSED) {
            run(protocol::destroy);
        }
        state = State.CLOSED;
        workers.shutdownNow();
        housekeeping.shutdownNow();
    }

    private interface Step {
        @SuppressWarnings("checkstyle:IllegalThrows") // Tomcat's life cycle declares Exception.
        void run() throws Exception;
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new IllegalStateException("Tomcat's connector did not follow", e);
        }
    }

    /** Tomcat's announcements of each start and stop would drown the log of a test; its warnings stay. */
    private static final class QuietProtocol extends Http11NioProtocol {

        private static final Logger LOGGER = Logger.getLogger(Listener.class.getName());

        static {
            LOGGER.setLevel(Level.WARNING);
        }

        int connections() {
            return getEndpoint().getConnections().size();
        }

        @Override
        protected Log getLog() {
            return LogFactory.getLog(Listener.class);
        }
    }
}
