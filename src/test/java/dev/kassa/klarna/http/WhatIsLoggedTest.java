package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.kassa.klarna.KlarnaException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One line for each exchange, by which an operator finds the checkout and Klarna's support the call. */
class WhatIsLoggedTest {
    private final ScriptedKlarna server = new ScriptedKlarna();
    private final HttpKlarna klarna = Calls.client(server);
    private final Logger logger = (Logger) LoggerFactory.getLogger(Transport.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Level usual = logger.getLevel();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        lines.start();
        logger.addAppender(lines);
        MDC.put("WorkflowId", "chk_4f2k");
    }

    @AfterEach
    void close() {
        MDC.clear();
        logger.detachAppender(lines);
        logger.setLevel(usual);
        klarna.close();
        server.close();
    }

    @Test
    void anAnswerIsLoggedWithOurReferenceAndKlarnasCorrelationIdInTheContextOfItsCheckout() {
        server.plays(ScriptedKlarna.json(200, Calls.APPROVED, "Klarna-Correlation-Id: c-1"));

        klarna.authorizePayment(Calls.authorize());

        assertThat(logged()).containsExactly("authorizePayment chk_4f2k-1-tx: HTTP 200, Klarna-Correlation-Id c-1");
        assertThat(lines.list.getFirst().getMDCPropertyMap()).containsEntry("WorkflowId", "chk_4f2k");
    }

    @Test
    void aFailureIsLoggedWithItsClassAndNeverWithAPayloadOrAToken() {
        server.plays(
                ScriptedKlarna.json(
                        400,
                        "{\"error_code\":\"VALIDATION_ERROR\",\"error_message\":\"Jane Doe\"}",
                        "Klarna-Correlation-Id: c-2"),
                ScriptedKlarna.json(200, "{\"klarna_customer\":\"Jane Doe\"}"),
                ScriptedKlarna.hangUp());

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> klarna.finalizeAuthorization(Calls.finalAuthorization(), Calls.TOKEN))
                    .isInstanceOf(KlarnaException.class);
        }

        assertThat(logged())
                .containsExactly(
                        "chk_4f2k-1-tx: Refused, finalizeAuthorization: Klarna found the request invalid, "
                                + "HTTP 400 VALIDATION_ERROR, Klarna-Correlation-Id c-2",
                        "finalizeAuthorization chk_4f2k-1-tx: HTTP 200, Klarna-Correlation-Id null",
                        "chk_4f2k-1-tx: OutcomeUnknown, finalizeAuthorization: Klarna's answer names no result, HTTP 200",
                        "chk_4f2k-1-tx: OutcomeUnknown, finalizeAuthorization: the connection ended before Klarna's "
                                + "answer was complete");
    }

    @Test
    void aStructuredLogHasTheNamesOfTheCallAsFields() {
        server.plays(
                ScriptedKlarna.json(200, Calls.APPROVED, "Klarna-Correlation-Id: c-1"),
                ScriptedKlarna.json(503, "{}", "Klarna-Correlation-Id: c-2"));

        klarna.authorizePayment(Calls.authorize());
        assertThatThrownBy(() -> klarna.authorizePayment(Calls.authorize())).isInstanceOf(KlarnaException.class);

        assertThat(lines.list)
                .extracting(line -> line.getKeyValuePairs().toString())
                .containsExactly(
                        "[klarna_operation=\"authorizePayment\", partner_correlation_id=\"chk4f2k1tx\","
                                + " klarna_correlation_id=\"c-1\"]",
                        "[klarna_operation=\"authorizePayment\", partner_correlation_id=\"chk4f2k1tx\","
                                + " klarna_correlation_id=\"c-2\"]");
    }

    private List<String> logged() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
