package dev.kassa.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kassa.checkout.AttemptReferences;
import dev.kassa.checkout.AttemptReferences.Step;
import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.Klarna;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.StepUpConfig;
import dev.kassa.klarna.webhook.Notification;
import dev.kassa.secret.TokenSeal;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Checkouts as rows, and what comes next for each as a job of db-scheduler. Each change of a row and of its job is one
 * transaction; the quick call to Klarna is made while the merchant waits, and the job is there in case that is cut off.
 */
final class Jobs implements AutoCloseable {
    private static final TaskDescriptor<Void> JOB = TaskDescriptor.of("checkout");
    private static final PartnerAccountId ACCOUNT = new PartnerAccountId("krn:partner:global:account:test:HGBY07TR");
    private static final Duration IF_CUT_OFF = Duration.ofSeconds(10);
    private static final Duration LOOK_AFTER = Duration.ofMinutes(5);
    private static final Duration SESSION = Duration.ofMinutes(30);
    private static final int AT_ONCE = 64;

    private final JdbcTemplate database;
    private final TransactionTemplate transaction;
    private final Scheduler scheduler;
    private final Klarna klarna;
    private final TokenSeal seal;
    private final DataConverter codec;

    /** A row, read. */
    private record Row(
            String id,
            String status,
            String birth,
            PaymentDetails payment,
            @Nullable String requestId,
            @Nullable String sealedToken,
            Instant sessionExpiresAt) {

        AttemptReferences references() {
            return new AttemptReferences(new CheckoutId(id), birth, 1);
        }
    }

    Jobs(DataSource source, Klarna klarna, TokenSeal seal, DataConverter codec) {
        this.database = new JdbcTemplate(source);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(source));
        this.klarna = klarna;
        this.seal = seal;
        this.codec = codec;
        var task = Tasks.custom(JOB)
                .onFailure(new FailureHandler.ExponentialBackoffFailureHandler<>(Duration.ofSeconds(1)))
                .onDeadExecutionRevive()
                .execute((job, _) -> work(job.getId()));
        this.scheduler = Scheduler.create(new TransactionAwareDataSourceProxy(source), task)
                .threads(AT_ONCE)
                .pollUsingLockAndFetch(0.5, 1.0)
                .pollingInterval(Duration.ofSeconds(1))
                .build();
    }

    void start() {
        scheduler.start();
    }

    Map<String, Object> start(JsonNode order) {
        var reference = order.path("reference").stringValue();
        var id = CheckoutId.of(new MerchantId("acme"), reference);
        var payment = new PaymentDetails(
                order.path("amount").longValue(),
                order.path("currency").stringValue(),
                Capture.LATER,
                null,
                order.path("supplementary_purchase_data"),
                null,
                null,
                null);
        var row = new Row(
                id.value(),
                "AUTHORIZING",
                Long.toString(System.nanoTime(), Character.MAX_RADIX),
                payment,
                null,
                null,
                Instant.now().plus(SESSION));
        transaction.executeWithoutResult(_ -> {
            database.update(
                    "insert into checkout (id, reference, status, birth, payment, session_expires_at, updated_at)"
                            + " values (?, ?, ?, ?, ?, ?, clock_timestamp())",
                    row.id,
                    reference,
                    row.status,
                    row.birth,
                    encrypted(payment),
                    java.sql.Timestamp.from(row.sessionExpiresAt));
            scheduler.schedule(JOB.instance(row.id).scheduledTo(Instant.now().plus(IF_CUT_OFF)));
        });
        return answer(row, reference, authorize(row));
    }

    private PaymentRequest authorize(Row row) {
        var references = row.references();
        var asked = klarna.authorizePayment(new AuthorizePayment(
                ACCOUNT,
                references.idempotencyKey(Step.AUTHORIZE, 1),
                references.paymentTransactionReference(),
                row.payment,
                new StepUpConfig(
                        references.paymentRequestReference(),
                        InteractionMethod.HANDOVER,
                        "https://shop.example/klarna/return",
                        null,
                        new InteractionExpiry("PT30M", null)),
                null));
        if (!(asked instanceof Authorization.StepUpRequired(var request))) {
            throw new IllegalStateException("the benchmark's Klarna always asks the customer");
        }
        transaction.executeWithoutResult(_ -> {
            database.update(
                    "update checkout set status = 'AWAITING_CUSTOMER', payment_request_id = ?, url = ?,"
                            + " updated_at = clock_timestamp() where id = ? and status = 'AUTHORIZING'",
                    request.paymentRequestId().value(),
                    request.paymentRequestUrl(),
                    row.id);
            scheduler.reschedule(JOB.instanceId(row.id), Instant.now().plus(LOOK_AFTER));
        });
        return request;
    }

    private static Map<String, Object> answer(Row row, String reference, PaymentRequest request) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("checkout_id", row.id);
        answer.put("reference", reference);
        answer.put("status", "AWAITING_CUSTOMER");
        answer.put("amount", row.payment.amount());
        answer.put("currency", row.payment.currency());
        answer.put(
                "payment_request",
                Map.of(
                        "payment_request_id", request.paymentRequestId().value(),
                        "payment_request_reference",
                                row.references().paymentRequestReference().value(),
                        "payment_request_url", Objects.requireNonNull(request.paymentRequestUrl())));
        return answer;
    }

    /** Klarna's event, durable when this returns; of interest is the completion alone. */
    void heard(Notification event) {
        var reference = event.paymentRequestReference();
        var token = event.paymentToken();
        var requestId = event.paymentRequestId();
        if (reference == null || token == null || requestId == null) {
            return;
        }
        var id = AttemptReferences.of(reference).orElseThrow().checkoutId().value();
        var sealed = seal.seal(token.revealWithKind(), requestId.value());
        transaction.executeWithoutResult(_ -> {
            int changed = database.update(
                    "update checkout set status = 'FINALIZING', sealed_token = ?, updated_at = clock_timestamp()"
                            + " where id = ? and status = 'AWAITING_CUSTOMER'",
                    sealed,
                    id);
            if (changed == 1) {
                beginNow(id);
            }
        });
        // Only now can it be found; what is triggered inside the transaction would look too early.
        scheduler.triggerCheckForDueExecutions();
    }

    private void beginNow(String id) {
        try {
            scheduler.reschedule(JOB.instanceId(id), Instant.now());
        } catch (TaskInstanceCurrentlyExecutingException _) {
            // The job looks at its row again before it ends.
        }
    }

    private CompletionHandler<Void> work(String id) {
        while (true) {
            var row = row(id);
            switch (row.status) {
                case "AUTHORIZING" -> authorize(row);
                case "FINALIZING" -> confirm(row);
                case "AWAITING_CUSTOMER" -> {
                    if (Instant.now().isBefore(row.sessionExpiresAt)) {
                        return (done, job) -> job.reschedule(done, Instant.now().plus(LOOK_AFTER));
                    }
                    cancel(row);
                }
                default -> {
                    return new CompletionHandler.OnCompleteRemove<>();
                }
            }
        }
    }

    private void confirm(Row row) {
        var references = row.references();
        var request = Objects.requireNonNull(row.requestId);
        var token = PaymentToken.fromRevealed(seal.open(Objects.requireNonNull(row.sealedToken), request));
        var answer = klarna.finalizeAuthorization(
                new FinalizeAuthorization(
                        ACCOUNT,
                        references.idempotencyKey(Step.FINALIZE, 1),
                        references.paymentTransactionReference(),
                        row.payment),
                token);
        if (answer instanceof Authorization.Approved(var paid, String _)) {
            database.update(
                    "update checkout set status = 'AUTHORIZED', payment_transaction_id = ?, sealed_token = null,"
                            + " updated_at = clock_timestamp() where id = ?",
                    paid.paymentTransactionId().value(),
                    row.id);
        } else {
            end(row, "DECLINED");
        }
    }

    private void cancel(Row row) {
        klarna.cancelPaymentRequest(ACCOUNT, new PaymentRequestId(Objects.requireNonNull(row.requestId)));
        end(row, "EXPIRED");
    }

    private void end(Row row, String status) {
        database.update(
                "update checkout set status = ?, updated_at = clock_timestamp() where id = ? and status = ?",
                status,
                row.id,
                row.status);
    }

    private Row row(String id) {
        return Objects.requireNonNull(database.queryForObject(
                "select id, status, birth, payment, payment_request_id, sealed_token, session_expires_at"
                        + " from checkout where id = ?",
                this::row,
                id));
    }

    private Row row(ResultSet result, int number) throws SQLException {
        return new Row(
                result.getString(1),
                result.getString(2),
                result.getString(3),
                decrypted(result.getBytes(4)),
                result.getString(5),
                result.getString(6),
                result.getTimestamp(7).toInstant());
    }

    /** Customer data rests in the row as it rests in a history. */
    private byte[] encrypted(PaymentDetails payment) {
        return codec.toPayload(payment).orElseThrow().toByteArray();
    }

    private PaymentDetails decrypted(byte[] payload) {
        try {
            return codec.fromPayload(Payload.parseFrom(payload), PaymentDetails.class, PaymentDetails.class);
        } catch (InvalidProtocolBufferException damaged) {
            throw new IllegalStateException(damaged);
        }
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
