package dev.kassa.storm;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Reads all that Kassa and Temporal's SDK log, at the levels of production, and keeps none but lines with a secret. */
final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    /**
     * The test server's words where a workflow task cancels an activity that ends just then, or a timer that fired while a
     * task before was lost. It has thrown half away then, and the run never ends; a real server takes such a task.
     */
    private static final List<String> BROKEN_BY_THE_SERVER =
            List.of("ACTIVITY_UNKNOWN for scheduledEventId", "invalid history builder state for action");

    private record Watched(Logger logger, Level level) {}

    final List<String> leaks = new CopyOnWriteArrayList<>();
    /** The runs that the test server has broken, with their checkouts. */
    final Map<String, String> broken = new ConcurrentHashMap<>();

    private final List<Watched> watched;

    LogWatch() {
        var logback = (LoggerContext) LoggerFactory.getILoggerFactory();
        setContext(logback);
        start();
        watched = List.of(
                new Watched(logback.getLogger("dev.kassa"), Level.INFO),
                new Watched(logback.getLogger("dev.kassa.klarna.http.Transport"), Level.INFO),
                new Watched(logback.getLogger("io.temporal"), Level.WARN),
                // The broken are told of here, and the service's own settings would silence it.
                new Watched(logback.getLogger("io.temporal.internal.worker.WorkflowWorker"), Level.WARN));
        watched.forEach(each -> {
            each.logger.setLevel(each.level);
            // A killed worker's pollers complain at length; nobody has to see that.
            each.logger.setAdditive(false);
            each.logger.addAppender(this);
        });
    }

    @Override
    protected void append(ILoggingEvent event) {
        var thrown = event.getThrowableProxy();
        var line = event.getFormattedMessage()
                + event.getMDCPropertyMap()
                + event.getKeyValuePairs()
                + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
        var checkout = event.getMDCPropertyMap().get("WorkflowId");
        var run = event.getMDCPropertyMap().get("RunId");
        if (checkout != null && run != null && BROKEN_BY_THE_SERVER.stream().anyMatch(line::contains)) {
            broken.putIfAbsent(run, checkout);
        }
        Secrets.ALL.stream()
                .filter(line::contains)
                .forEach(secret -> leaks.add("in a log: " + secret + " in: " + line));
    }

    @Override
    public void close() {
        watched.forEach(each -> {
            each.logger.detachAppender(this);
            each.logger.setAdditive(true);
            each.logger.setLevel(null);
        });
        stop();
    }
}
