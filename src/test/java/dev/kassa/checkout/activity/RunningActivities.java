package dev.kassa.checkout.activity;

import dev.kassa.checkout.workflow.KlarnaActivities;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PayloadJson;
import dev.kassa.secret.TokenSeal;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.testing.TestActivityEnvironment;
import io.temporal.testing.TestEnvironmentOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The activities of a checkout as Temporal calls them, payloads and failures included, before an answering Klarna. */
final class RunningActivities implements AutoCloseable {
    /** Their clock stands. */
    static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    static final TokenSeal SEAL = new TokenSeal(new KeyRing(List.of(
            new EncryptionKey("sample", "a sample key of 32 bytes, tests!".getBytes(StandardCharsets.US_ASCII)))));

    final AnsweringKlarna klarna = new AnsweringKlarna();
    final KlarnaActivities activities;

    private final TestActivityEnvironment temporal =
            TestActivityEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                            .setDataConverter(
                                    new DefaultDataConverter(new Jackson3JsonPayloadConverter(PayloadJson.mapper())))
                            .build())
                    .build());

    RunningActivities() {
        temporal.registerActivitiesImplementations(
                new CheckoutActivities(klarna, klarna, SEAL, (_, _) -> {}, () -> NOW));
        activities = temporal.newActivityStub(KlarnaActivities.class);
    }

    @Override
    public void close() {
        temporal.close();
    }
}
