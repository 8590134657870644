package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.RunningApi.OTHER;
import static dev.kassa.checkout.api.SharedApi.assertProblem;
import static dev.kassa.checkout.api.SharedApi.id;
import static dev.kassa.checkout.api.SharedApi.reference;
import static dev.kassa.checkout.api.SharedApi.withoutInstance;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.workflow.CheckoutInput;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.net.URLEncoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadingCheckoutsTest {
    private static final String UNKNOWN = "chk_" + "a".repeat(52);

    @RegisterExtension
    static final SharedApi api = new SharedApi();

    @Test
    void anUnchangedCheckoutIsNotSentAgain() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var path = "/v1/checkouts/" + id(started);
        var first = api.get(path).send();
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("ETag")).matches("\"[\\w-]+\"");
        assertThat(api.get(path)
                        .header("If-None-Match", first.header("ETag"))
                        .send()
                        .status())
                .isEqualTo(304);
        assertThat(api.get(path)
                        .header("If-None-Match", "\"other\", W/" + first.header("ETag"))
                        .send()
                        .status())
                .isEqualTo(304);
        assertThat(api.get(path).header("If-None-Match", "\"other\"").send().status())
                .isEqualTo(200);
    }

    @Test
    void whoeverWantsItOnlyIfThereIsNoneHasItAlready() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var path = "/v1/checkouts/" + id(started);
        var any = api.get(path).header("If-None-Match", "*").send();
        assertThat(any.status()).isEqualTo(304);
        assertThat(any.text()).isEmpty();
        assertThat(any.header("ETag")).isEqualTo(api.get(path).send().header("ETag"));
        assertProblem(
                api.get("/v1/checkouts/" + UNKNOWN).header("If-None-Match", "*").send(), 404, "not-found");
    }

    @Test
    void aReaderWhoWaitsIsToldOfTheEndAndLeavesNoTrace() throws Exception {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var path = "/v1/checkouts/" + id(started);
        long before = api.historyLength(id(started));
        var notYet = api.get(path).header("Prefer", "wait=1").send();
        assertThat(notYet.field("/status")).isEqualTo("AWAITING_CUSTOMER");
        assertThat(notYet.header("Preference-Applied")).isEqualTo("wait=1");
        assertThat(api.historyLength(id(started))).isEqualTo(before);
        try (var reader = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = reader.submit(
                    () -> api.get(path).header("Prefer", "wait=20").send());
            api.cancel(started);
            assertThat(waiting.get().field("/status")).isEqualTo("CANCELED");
        }
    }

    @Test
    void aCheckoutIsFoundByItsReference() {
        var reference = reference() + " &å";
        var started = api.start(reference, ScriptedKlarna.STEP_UP);
        var query = "?reference=" + URLEncoder.encode(reference, UTF_8);
        var found = api.get("/v1/checkouts" + query).send();
        assertThat(found.field("/checkouts/0/checkout_id")).isEqualTo(id(started));
        assertThat(api.get("/v1/checkouts?reference=nobody").send().text()).isEqualTo("{\"checkouts\":[]}");
        assertThat(api.get("/v1/checkouts" + query).as(OTHER).send().text()).isEqualTo("{\"checkouts\":[]}");
        assertProblem(api.get("/v1/checkouts").send(), 501, "needs-visibility");
        assertProblem(api.get("/v1/checkouts?status=EXPIRED").send(), 501, "needs-visibility");
    }

    @Test
    void foreignUnknownAndMalformedIdsCannotBeToldApart() {
        var id = id(api.start(reference(), ScriptedKlarna.STEP_UP));
        for (var unseen : List.of(id, UNKNOWN, "chk_x")) {
            var path = "/v1/checkouts/" + unseen;
            assertThat(withoutInstance(api.get(path).as(OTHER).send()))
                    .isEqualTo(
                            withoutInstance(api.get("/v1/checkouts/" + UNKNOWN).send()));
            assertProblem(api.post(path + "/cancel", "").as(OTHER).send(), 404, "not-found");
            assertProblem(api.post(path + "/restart", "").as(OTHER).send(), 404, "not-found");
        }
        assertThat(api.get("/v1/checkouts/" + id).send().field("/status")).isEqualTo("AWAITING_CUSTOMER");
    }

    @Test
    void ofATerminatedRunOnlyWhatIsKnownIsTold() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        api.temporalClient().newUntypedWorkflowStub(id(started)).terminate("by hand");
        var now = api.get("/v1/checkouts/" + id(started)).send();
        assertThat(now.status()).isEqualTo(200);
        assertThat(now.field("/status")).isEqualTo("UNCONFIRMED");
        assertThat(now.field("/reason")).isEqualTo("run_ended");
        assertThat(now.field("/payment_request/payment_request_id"))
                .isEqualTo(started.field("/payment_request/payment_request_id"));
        assertThat(now.field("/payment_request/state")).isEqualTo("SUBMITTED");
        assertProblem(api.post("/v1/checkouts/" + id(started) + "/cancel", "").send(), 409, "outcome-unknown");
        assertProblem(api.post("/v1/checkouts/" + id(started) + "/restart", "").send(), 409, "not-restartable");
    }

    /** As after a completion whose confirmation was not answered, or of a recovery that nobody has taken up. */
    @Test
    void ofATerminatedRunThatWasInDoubtNoStateIsInvented() {
        var started = api.start(reference(), ScriptedKlarna.STEP_UP);
        var first = api.temporalClient().newUntypedWorkflowStub(id(started));
        first.terminate("by hand");
        var input = api.temporalClient().fetchHistory(id(started)).getEvents().getFirst();
        var doubtful = api.temporalClient()
                .newUntypedWorkflowStub(
                        "CheckoutWorkflow",
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(id(started))
                                .setTaskQueue("nobody-works-here")
                                .setTypedSearchAttributes(SearchAttributes.newBuilder(
                                                first.describe().getTypedSearchAttributes())
                                        .set(SearchAttributeKeys.CHECKOUT_STATUS, "UNCONFIRMED")
                                        .build())
                                .build());
        doubtful.start(started(id(started), input));
        doubtful.terminate("by hand");

        var now = api.get("/v1/checkouts/" + id(started)).send();

        assertThat(now.field("/status")).isEqualTo("UNCONFIRMED");
        assertThat(now.field("/payment_request/payment_request_id"))
                .isEqualTo(started.field("/payment_request/payment_request_id"));
        assertThat(now.field("/payment_request/state")).isEqualTo("UNKNOWN");
    }

    private static CheckoutInput started(String id, HistoryEvent first) {
        var options = api.temporalClient().getOptions();
        var attributes = first.getWorkflowExecutionStartedEventAttributes();
        return requireNonNull(options.getDataConverter()
                .withContext(new WorkflowSerializationContext(options.getNamespace(), id))
                .fromPayloads(0, Optional.of(attributes.getInput()), CheckoutInput.class, CheckoutInput.class));
    }
}
