package dev.kassa.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/** From Tomcat's request to a call, and from a reply to Tomcat's response. */
final class CallAdapter implements Adapter {

    private final Listener listener;

    CallAdapter(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void service(Request request, Response response) throws IOException {
        Function<Call, Reply> calls = listener.handler();
        if (calls == null) {
            response.action(ActionCode.CLOSE_NOW, null);
            return;
        }
        var certificates = listener.certificates();
        if (certificates != null) {
            response.setHeader(ClientCertificates.HEADER, certificates.verdict(request));
        }
        switch (calls.apply(read(request, response))) {
            case Reply.Send(Answer answer) -> send(answer, response);
            case Reply.SendLater(Answer answer, Duration after) -> {
                listener.pause(after);
                send(answer, response);
            }
            case Reply.SendThen(Answer answer, Runnable then) -> {
                send(answer, response);
                Thread.ofVirtual().name("sandbox-after-answer").start(then);
            }
            case Reply.Trickle(Answer answer) -> trickle(answer, response);
            case Reply.Cut(Answer answer) -> {
                begin(answer, response);
                write(answer.body(), 0, answer.body().length / 2, response);
                response.action(ActionCode.CLOSE_NOW, null);
            }
            case Reply.Silence(Duration bound) -> {
                listener.pause(bound);
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
        begin(answer, response);
        if (answer.body().length > 0) {
            response.doWrite(ByteBuffer.wrap(answer.body()));
        }
        response.action(ActionCode.CLOSE, null);
    }

    private void trickle(Answer answer, Response response) throws IOException {
        begin(answer, response);
        int length = answer.body().length;
        int piece = Math.ceilDiv(Math.max(1, length), (int) Manner.LONGEST_WAIT.toSeconds());
        for (int from = 0; from < length; from += piece) {
            write(answer.body(), from, Math.min(piece, length - from), response);
            listener.pause(Duration.ofSeconds(1));
        }
        response.action(ActionCode.CLOSE, null);
    }

    private static void write(byte[] body, int from, int length, Response response) throws IOException {
        if (length > 0) {
            response.doWrite(ByteBuffer.wrap(body, from, length));
        }
        response.action(ActionCode.CLIENT_FLUSH, null);
    }

    private static void begin(Answer answer, Response response) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> {
            if (name.equals("Content-Type")) {
                response.setContentType(value);
            } else if (!response.containsHeader(name)) {
                response.setHeader(name, value);
            }
        });
        if (answer.status() != 204) {
            response.setContentLength(answer.body().length);
        }
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
