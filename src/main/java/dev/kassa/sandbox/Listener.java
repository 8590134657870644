package dev.kassa.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's connector without its servlet container: only at this level can a connection be closed without an answer, and the
 * port be given up and taken again. The connector also speaks HTTP/2 and TLS, when asked.
 */
final class Listener implements AutoCloseable {

    private static final int HEADER_LIMIT = 20 * 1024;

    private final Http11NioProtocol protocol = new QuietProtocol();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService housekeeping = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("sandbox-housekeeping").factory());
    private final CountDownLatch closing = new CountDownLatch(1);
    private final int port;
    private State state = State.OPEN;
    private @Nullable Instant reopenAt;
    private volatile @Nullable Function<Call, Reply> handler;

    private enum State {
        OPEN,
        REFUSING,
        CLOSED
    }

    /** Takes the port; calls are answered only once a handler is set. */
    Listener(String address, int port) {
        try {
            protocol.setAddress(InetAddress.getByName(address));
            protocol.setPort(port);
            // Bound by start, not by init: stop must give the port up.
            protocol.setProperty("bindOnInit", "false");
            protocol.setMaxHttpRequestHeaderSize(HEADER_LIMIT);
            protocol.setExecutor(workers);
            protocol.setUtilityExecutor(housekeeping);
            protocol.setAdapter(new CallAdapter());
            protocol.init();
            protocol.start();
            this.port = protocol.getLocalPort();
            protocol.setPort(this.port);
        } catch (Exception e) {
            throw new IllegalStateException("The sandbox cannot listen on " + address + ":" + port, e);
        }
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

    /** From Tomcat's request to a call, and from a reply to Tomcat's response. */
    private final class CallAdapter implements Adapter {

        @Override
        public void service(Request request, Response response) throws IOException {
            Function<Call, Reply> calls = handler;
            if (calls == null) {
                response.action(ActionCode.CLOSE_NOW, null);
                return;
            }
            switch (calls.apply(read(request, response))) {
                case Reply.Send(Answer answer) -> send(answer, response);
                case Reply.SendLater(Answer answer, Duration after) -> {
                    pause(after);
                    send(answer, response);
                }
                case Reply.SendThen(Answer answer, Runnable then) -> {
                    send(answer, response);
                    Thread.ofVirtual().name("sandbox-after-answer").start(then);
                }
                case Reply.Silence(Duration bound) -> {
                    pause(bound);
                    response.action(ActionCode.CLOSE_NOW, null);
                }
                case Reply.Reset() -> response.action(ActionCode.CLOSE_NOW, null);
            }
        }

        private static Call read(Request request, Response response) throws IOException {
            Map<String, List<String>> headers = new HashMap<>();
            var mime = request.getMimeHeaders();
            for (int i = 0; i < mime.size(); i++) {
                String name = mime.getName(i).toString().toLowerCase(Locale.ROOT);
                headers.computeIfAbsent(name, _ -> new ArrayList<>())
                        .add(mime.getValue(i).toString());
            }
            if (request.hasExpectation()) {
                response.action(ActionCode.ACK, ContinueResponseTiming.ALWAYS);
            }
            String method = request.getMethod();
            return new Call(method, path(request), headers, body(request));
        }

        private static String path(Request request) {
            String raw = String.valueOf(request.requestURI().toString());
            try {
                // A plus is itself in a path, not a blank.
                return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException _) {
                return raw;
            }
        }

        private static byte[] body(Request request) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            BodyBuffer buffer = new BodyBuffer();
            while (body.size() <= Call.BODY_LIMIT && request.doRead(buffer) > 0) {
                ByteBuffer chunk = buffer.getByteBuffer();
                byte[] bytes = new byte[Math.min(chunk.remaining(), Call.BODY_LIMIT + 1 - body.size())];
                chunk.get(bytes);
                body.writeBytes(bytes);
            }
            return body.toByteArray();
        }

        private static void send(Answer answer, Response response) throws IOException {
            response.setStatus(answer.status());
            answer.headers().forEach((name, value) -> {
                if (name.equals("Content-Type")) {
                    response.setContentType(value);
                } else {
                    response.setHeader(name, value);
                }
            });
            if (answer.status() != 204) {
                response.setContentLength(answer.body().length);
            }
            if (answer.body().length > 0) {
                response.doWrite(ByteBuffer.wrap(answer.body()));
            }
            response.action(ActionCode.CLOSE, null);
        }

        @Override
        public boolean prepare(Request request, Response response) {
            return true;
        }

        @Override
        public boolean asyncDispatch(Request request, Response response, SocketEvent status) {
            return false;
        }

        @Override
        public void log(Request request, Response response, long time) {
            // The ledger is the log.
        }

        @Override
        public void checkRecycled(Request request, Response response) {
            // Nothing of a request is kept.
        }

        @Override
        public @Nullable String getDomain() {
            // Without a domain nothing is registered with JMX.
            return null;
        }
    }

    /** Tomcat's announcements of each start and stop would drown the log of a test; its warnings stay. */
    private static final class QuietProtocol extends Http11NioProtocol {

        private static final Logger LOGGER = Logger.getLogger(Listener.class.getName());

        static {
            LOGGER.setLevel(Level.WARNING);
        }

        @Override
        protected Log getLog() {
            return LogFactory.getLog(Listener.class);
        }
    }

    private static final class BodyBuffer implements ApplicationBufferHandler {
        private ByteBuffer buffer = EMPTY_BUFFER;

        @Override
        public void setByteBuffer(ByteBuffer chunk) {
            buffer = chunk;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return buffer;
        }

        @Override
        public void expand(int size) {
            // Tomcat hands over its own buffer; nothing has to grow.
        }
    }
}
