package dev.kassa.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    private final Receiver receiver = new Receiver();
    private final Sandbox sandbox = Sandbox.start(SandboxSettings.defaults()
            .withClock(() -> START)
            .withTicking(false)
            .withWebhook(receiver.url(), "key-1", WebhookSettings.DEMO_SIGNING_KEY));
    private final Partner partner = new Partner(sandbox);

    @AfterEach
    void close() {
        partner.close();
        sandbox.close();
        receiver.close();
    }

    @Test
    void theNewestRequestStandsFirstWithAllThatTellsItApart() {
        partner.authorize(Partner.firstBody("older-1", "\"interaction_expiry\":{\"duration\":\"PT20M\"}"));
        partner.authorize(Partner.firstBody("newer-1", "\"interaction_expiry\":{\"duration\":\"PT30M\"}"));

        String page = page("/");

        assertThat(page.indexOf("newer-1")).isBetween(1, page.indexOf("older-1"));
        assertThat(page).contains("SUBMITTED", "90.00 EUR", "30 min 0 s", "20 min 0 s", SandboxSettings.DEMO_ACCOUNT);
    }

    @Test
    void aRequestShowsItsEventsTheirTriesAndItsCalls() {
        receiver.answer(500);
        String id = partner.stepUp();
        sandbox.deliverDue();
        sandbox.faults().next(Operation.READ, Fault.UNAVAILABLE_503);
        partner.read(id);

        String page = page(pageOf(id));

        assertThat(page)
                .contains("payment.request.state-change.submitted", "REFUSED", "status 500", "try 1")
                .contains("PENDING", "try 2", "Send again")
                .contains("AUTHORIZE", "CREATED_REQUEST", "UNAVAILABLE_503", "503");
    }

    @ParameterizedTest
    @CsvSource({"enter, IN_PROGRESS", "approve, COMPLETED", "decline, DECLINED", "cancel, CANCELED"})
    void aPersonDecidesByAButton(String step, RequestState state) {
        String id = partner.stepUp();
        String command = "/ui/do/payment-requests/" + shortId(id) + "/" + step;
        assertThat(page(pageOf(id))).contains(command);

        assertThat(location(press(command, "back=" + pageOf(id)))).isEqualTo(pageOf(id));

        assertThat(sandbox.find(id).orElseThrow().state()).isEqualTo(state);
    }

    @Test
    void aStepThatIsOverIsNotOffered() {
        String id = partner.stepUp();
        sandbox.customer(id).decline();

        assertThat(page(pageOf(id))).doesNotContain("/ui/do/payment-requests/");
    }

    @Test
    void anEventIsSentAgain() {
        sandbox.webhookFaults().all(WebhookFault.LOST);
        partner.stepUp();
        String event = sandbox.deliveries().getFirst().eventId();
        assertThat(page("/ui/webhooks")).contains("/ui/do/webhooks/" + event + "/resend", "LOST");

        press("/ui/do/webhooks/" + event + "/resend", "back=/ui/webhooks");
        sandbox.deliverDue();

        assertThat(receiver.types()).containsExactly("payment.request.state-change.submitted");
    }

    @Test
    void everyWordOfTheVocabulariesCanBeChosen() {
        assertThat(Vocabulary.ofCalls())
                .extracting(Vocabulary.Word::name)
                .contains(
                        Fault.RESET_AFTER.name(),
                        Fault.delayedAnswer(Duration.ZERO).name());
        assertThat(page("/ui/controls"))
                .contains(Vocabulary.ofCalls().stream()
                        .map(word -> "<option value=\"" + word.name() + "\"")
                        .toList())
                .contains("DELAYED_ANSWER (with duration)");
        assertThat(page("/ui/webhooks"))
                .contains(Vocabulary.of(WebhookFault.class).stream()
                        .map(word -> "<option value=\"" + word.name() + "\"")
                        .toList());
    }

    @Test
    void faultsAreOrderedShownAndForgotten() {
        press("/ui/do/faults", "back=/ui/controls&operation=READ&fault=RESET_AFTER&times:number=2&reference=77");
        assertThat(sandbox.faults().rules())
                .containsExactly(new Schedule.Rule<>("READ", "77", 2, null, Fault.RESET_AFTER));
        assertThat(page("/ui/controls")).contains("Forget all of these");

        press("/ui/do/faults", "method=DELETE");
        assertThat(sandbox.faults().rules()).isEmpty();

        press("/ui/do/webhook-faults", "fault=DELAYED&duration=PT2M&times:number=always&event_type=&reference=");
        assertThat(page("/ui/webhooks")).contains("DELAYED", "always");
    }

    @Test
    void theClockThePlansAndTheReceiverAreChanged() {
        press("/ui/do/clock/advance", "duration=PT15M");
        press("/ui/do/plans", "operation=AUTHORIZE&result=DECLINED");
        press("/ui/do/webhooks/target", "method=PUT&url=" + encoded("http://127.0.0.1:9/elsewhere"));

        assertThat(sandbox.now()).isEqualTo(START.plus(Duration.ofMinutes(15)));
        assertThat(page("/")).contains("09:15:00 UTC");
        assertThat(partner.authorize(Partner.firstBody()).text("/payment_transaction_response/result"))
                .isEqualTo("DECLINED");
        partner.stepUp();
        sandbox.deliverDue();
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void aMistakeIsToldAndNothingIsDone() {
        Partner.Heard heard = press("/ui/do/clock/advance", "duration=" + encoded("<soon>"));

        assertThat(heard.status()).isEqualTo(400);
        assertThat(heard.raw().body()).contains("Nothing was done", "duration must be an ISO 8601 duration");
        assertThat(sandbox.now()).isEqualTo(START);
        assertThat(press("/ui/do/faults", "fault=%zz").raw().body()).contains("fault must be one of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/do/clock/advance", "/sandbox/clock/advance"})
    void aForeignPageMovesNothing(String path) {
        Partner.Heard heard = partner.send(post(path, "{\"duration\":\"PT1H\"}")
                .header("Origin", "https://evil.example")
                .build());

        assertThat(heard.status()).isEqualTo(403);
        assertThat(sandbox.now()).isEqualTo(START);
    }

    @Test
    void aForeignPageApprovesNothing() {
        String id = partner.stepUp();

        assertThat(partner.send(post("/pay/" + shortId(id) + "/approve", "")
                                .header("Sec-Fetch-Site", "cross-site")
                                .build())
                        .status())
                .isEqualTo(403);
        assertThat(sandbox.find(id).orElseThrow().state()).isEqualTo(RequestState.SUBMITTED);
    }

    @Test
    void aFormThatDoesNotSayWhereItComesFromIsRefused() {
        assertThat(partner.send(post("/ui/do/clock/advance", "duration=PT1H").build())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void nobodyIsSentAwayByAForm() {
        assertThat(location(press("/ui/do/clock/advance", "duration=PT1M&back=https://evil.example/")))
                .isEqualTo("/");
        assertThat(location(press("/ui/do/clock/advance", "duration=PT1M&back=//evil.example")))
                .isEqualTo("/");
    }

    @Test
    void whatACallerWroteIsNotMarkup() {
        String id = partner.authorize(
                        Partner.firstBody("<script>x</script>", "\"interaction_expiry\":{\"duration\":\"PT30M\"}")
                                .replace("ORD-42", "<img src=x>"))
                .text("/payment_request/payment_request_id");
        partner.send(partner.request("/<i>nowhere".replace("<", "%3C").replace(">", "%3E"))
                .build());
        press("/ui/do/faults", "operation=READ&fault=RESET_AFTER&reference=" + encoded("<b>bold</b>"));

        for (String path : new String[] {"/", pageOf(id), "/ui/calls", "/ui/webhooks", "/ui/controls"}) {
            assertThat(page(path)).doesNotContain("<script>x", "<img", "<i>nowhere", "<b>bold");
        }
        assertThat(page("/ui/calls")).contains("&lt;i&gt;nowhere");
    }

    @Test
    void thePagesRunNothingThatIsNotTheirOwn() {
        Partner.Heard home = get("/");
        assertThat(home.raw().headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(get("/ui/pages.css")
                        .raw()
                        .headers()
                        .firstValue("Content-Type")
                        .orElseThrow())
                .startsWith("text/css");
        assertThat(get("/ui/live.js").status()).isEqualTo(200);
        assertThat(get("/ui/nothing").status()).isEqualTo(404);
    }

    private static String shortId(String id) {
        return Ids.shortened(id);
    }

    private static String pageOf(String id) {
        return "/ui/requests/" + shortId(id);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String page(String path) {
        Partner.Heard heard = get(path);
        assertThat(heard.status()).isEqualTo(200);
        return heard.raw().body();
    }

    private Partner.Heard get(String path) {
        return partner.send(HttpRequest.newBuilder(url(path)).build());
    }

    private Partner.Heard press(String path, String fields) {
        return partner.send(
                post(path, fields).header("Sec-Fetch-Site", "same-origin").build());
    }

    private HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(url(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private URI url(String path) {
        return sandbox.homeUrl().resolve(path);
    }

    private static String location(Partner.Heard heard) {
        assertThat(heard.status()).isEqualTo(303);
        return heard.raw().headers().firstValue("Location").orElseThrow();
    }
}
