package dev.kassa.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;

/**
 * All that is logged, at the levels of {@code application.yaml} and Kassa's own lines at every level: as the console
 * shows it, and as {@code logging.structured.format.console: ecs} writes it.
 */
final class LogTap extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    /** What the tests keep quiet and the product does not. */
    static final List<String> LEVELS = List.of(
            "--logging.level.dev.kassa=trace",
            "--logging.level.dev.kassa.klarna.http.Transport=trace",
            "--logging.level.io.temporal.internal.activity=warn",
            "--logging.level.dev.kassa.sandbox=warn");

    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<String> structured = new CopyOnWriteArrayList<>();
    private final LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final List<Runnable> restore = new ArrayList<>();
    private final StructuredLogEncoder ecs = new StructuredLogEncoder();

    LogTap() {
        for (Logger logger : logback.getLoggerList()) {
            Level level = logger.getLevel();
            restore.add(() -> logger.setLevel(level));
        }
    }

    /** To be called for each application once its logging is set up, which takes all appenders away. */
    void open(Environment environment) {
        setContext(logback);
        if (!ecs.isStarted()) {
            logback.putObject(Environment.class.getName(), environment);
            ecs.setContext(logback);
            ecs.setFormat("ecs");
            ecs.start();
        }
        // It was stopped when it was taken away.
        start();
        Logger root = logback.getLogger(Logger.ROOT_LOGGER_NAME);
        root.detachAppender(this);
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        var thrown = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        lines.add("%s %s %s %s %s %s"
                .formatted(
                        event.getLevel(),
                        event.getLoggerName(),
                        event.getMDCPropertyMap(),
                        event.getFormattedMessage(),
                        event.getKeyValuePairs() == null ? "" : event.getKeyValuePairs(),
                        thrown));
        structured.add(new String(ecs.encode(event), UTF_8));
    }

    @Override
    public void close() {
        stop();
        logback.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
        logback.getLoggerList().forEach(logger -> {
            if (!logger.getName().equals(Logger.ROOT_LOGGER_NAME)) {
                logger.setLevel(null);
            }
        });
        restore.forEach(Runnable::run);
    }
}
