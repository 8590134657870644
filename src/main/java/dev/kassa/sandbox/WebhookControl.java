package dev.kassa.sandbox;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The part of the control API that is about webhooks: their faults, their deliveries, their receiver. */
final class WebhookControl {

    private static final Pattern RESEND = Pattern.compile("/sandbox/webhooks/([^/]+)/resend");

    private final Sandbox sandbox;

    WebhookControl(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /**
     * The answer to a command; none where there is no such command.
     *
     * @throws IllegalArgumentException with the reason, where it cannot be understood
     */
    Optional<Answer> answer(Call call) {
        Matcher resend = RESEND.matcher(call.path());
        if (resend.matches() && call.method().equals("POST")) {
            return Optional.of(
                    sandbox.resend(resend.group(1))
                            ? Answer.noContent()
                            : Answer.json(404, Json.object().put("error", "There is no such event")));
        }
        return switch (call.method() + " " + call.path()) {
            case "GET /sandbox/webhook-faults" -> Optional.of(Answer.json(200, faults()));
            case "POST /sandbox/webhook-faults" -> done(() -> add(new Command(call)));
            case "POST /sandbox/webhook-faults/random" -> done(() -> random(new Command(call)));
            case "DELETE /sandbox/webhook-faults" ->
                done(() -> sandbox.webhookFaults().clear());
            case "GET /sandbox/webhooks" ->
                Optional.of(Answer.json(200, Json.object().set("deliveries", Json.of(sandbox.deliveries()))));
            case "PUT /sandbox/webhooks/target" -> done(() -> target(new Command(call)));
            case "PUT /sandbox/webhooks/receivers" ->
                done(() -> sandbox.allowWebhooksAt(
                        new Command(call).required("receivers", WebhookSettings.Receivers.class)));
            default -> Optional.empty();
        };
    }

    private static Optional<Answer> done(Runnable command) {
        command.run();
        return Optional.of(Answer.noContent());
    }

    private ObjectNode faults() {
        ObjectNode json = ControlApi.rules(
                "webhook_faults", "fault", sandbox.webhookFaults().rules(), WebhookFault::name);
        sandbox.webhookFaults().chance().ifPresent(chance -> json.put("random", chance));
        ArrayNode known = json.putArray("known_webhook_faults");
        for (WebhookFault.Plain plain : WebhookFault.Plain.values()) {
            known.addObject().put("fault", plain.name());
        }
        known.addObject().put("fault", WebhookFault.Delayed.NAME).put("duration", "PT3M");
        known.addObject().put("fault", WebhookFault.DelayedToRetry.NAME).put("step", 1);
        known.addObject().put("fault", WebhookFault.FractionDigits.NAME).put("digits", 9);
        return json;
    }

    private void add(Command command) {
        sandbox.webhookFaults().add(command.text("event_type"), command.reference(), command.times(), fault(command));
    }

    private void random(Command command) {
        WebhookFault[] faults =
                command.list("faults").stream().map(WebhookControl::fault).toArray(WebhookFault[]::new);
        sandbox.webhookFaults().random(command.number("seed"), small(command, "per_mille"), faults);
    }

    private static WebhookFault fault(Command command) {
        String name = command.text("fault").orElse("");
        return switch (name) {
            case WebhookFault.Delayed.NAME -> WebhookFault.delayed(command.duration());
            case WebhookFault.DelayedToRetry.NAME -> WebhookFault.delayedToRetry(small(command, "step"));
            case WebhookFault.FractionDigits.NAME -> WebhookFault.fractionDigits(small(command, "digits"));
            default ->
                Arrays.stream(WebhookFault.Plain.values())
                        .filter(plain -> plain.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException("fault must be one of " + WebhookFault.vocabulary()));
        };
    }

    /** Far-off numbers are refused as out of range by whoever knows the range. */
    private static int small(Command command, String name) {
        return (int) Math.clamp(command.number(name), -1L, 1001L);
    }

    private void target(Command command) {
        command.text("url").ifPresent(url -> sandbox.setWebhookTarget(URI.create(url)));
        Optional<String> id = command.text("signing_key_id");
        Optional<String> key = command.text("signing_key");
        if (id.isPresent() != key.isPresent()) {
            throw new IllegalArgumentException("signing_key_id and signing_key come together");
        }
        id.ifPresent(keyId -> sandbox.setSigningKey(keyId, key.orElseThrow()));
    }
}
