package dev.kassa.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The control API under {@code /sandbox}: decisions, plans, clock, faults, webhooks and ledger over HTTP, for tests
 * and scripts.
 */
final class ControlApi {

    private static final Pattern REQUEST = Pattern.compile("/sandbox/payment-requests/([^/]+)(?:/([a-z]+))?");

    private final Sandbox sandbox;
    private final FaultCommands callFaults;
    private final WebhookControl webhooks;
    private final SwitchCommands switches;

    ControlApi(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.callFaults = new FaultCommands(sandbox);
        this.webhooks = new WebhookControl(sandbox);
        this.switches = new SwitchCommands(sandbox);
    }

    Reply reply(Call call) {
        try {
            return routed(call);
        } catch (IllegalArgumentException e) {
            return error(400, e.getMessage());
        } catch (IllegalStateException e) {
            return error(409, e.getMessage());
        }
    }

    private Reply routed(Call call) {
        Matcher request = REQUEST.matcher(call.path());
        if (request.matches()) {
            return paymentRequest(call, request.group(1), Optional.ofNullable(request.group(2)));
        }
        return switch (call.method() + " " + call.path()) {
            case "GET /sandbox/ledger" -> ledger();
            case "GET /sandbox/judgement" -> json(sandbox.judgement());
            case "GET /sandbox/payment-requests" ->
                send(Answer.json(200, Json.object().set("payment_requests", Json.of(sandbox.paymentRequests()))));
            case "GET /sandbox/plans" -> plans();
            case "POST /sandbox/plans" -> plan(new Command(call));
            case "DELETE /sandbox/plans" -> done(() -> sandbox.plan().clear());
            case "GET /sandbox/clock" -> clock();
            case "POST /sandbox/clock/advance" -> {
                sandbox.advance(new Command(call).duration());
                yield clock();
            }
            case "POST /sandbox/clock/set" -> {
                sandbox.setClock(new Command(call).instant("now"));
                yield clock();
            }
            case "POST /sandbox/clock/skew" -> {
                sandbox.skewClock(new Command(call).duration());
                yield clock();
            }
            case "GET /sandbox/switches" -> switches.list();
            case "PUT /sandbox/switches" -> switches.set(new Command(call).body());
            case "POST /sandbox/deliver-due" -> {
                sandbox.deliverDue();
                yield clock();
            }
            case "GET /sandbox/faults" -> faults();
            case "POST /sandbox/faults" -> callFaults.add(new Command(call));
            case "POST /sandbox/faults/random" -> callFaults.random(new Command(call));
            case "DELETE /sandbox/faults" -> done(() -> sandbox.faults().clear());
            default ->
                webhooks.answer(call).map(ControlApi::send).orElseGet(() -> error(404, "There is no such command"));
        };
    }

    private Reply paymentRequest(Call call, String idOrReference, Optional<String> command) {
        Optional<PaymentRequestView> found = sandbox.find(idOrReference);
        if (found.isEmpty()) {
            return error(404, "There is no such Payment Request");
        }
        if (command.isEmpty() && call.method().equals("GET")) {
            return json(found.get());
        }
        if (command.isEmpty() || !call.method().equals("POST")) {
            return error(404, "There is no such command");
        }
        Customer customer = sandbox.customer(idOrReference);
        return switch (command.get()) {
            case "enter" -> json(customer.enter());
            case "approve" -> json(customer.approve());
            case "decline" -> json(customer.decline());
            case "abort" -> json(customer.abort());
            case "cancel" -> json(sandbox.klarnaCancels(idOrReference));
            default -> error(404, "There is no such command");
        };
    }

    private Reply ledger() {
        ObjectNode json = Json.object();
        json.set("calls", Json.of(sandbox.ledger()));
        json.set("decisions", Json.of(sandbox.decisions()));
        json.set("webhooks", Json.of(sandbox.deliveries()));
        return send(Answer.json(200, json));
    }

    private Reply clock() {
        ObjectNode json = Json.object().put("now", sandbox.now().toString());
        sandbox.nextDue().ifPresent(due -> json.put("next_due", due.toString()));
        return send(Answer.json(200, json));
    }

    private Reply plan(Command command) {
        Result result = command.required("result", Result.class);
        Operation operation =
                command.has("operation") ? command.required("operation", Operation.class) : Operation.AUTHORIZE;
        Optional<String> reference = command.reference();
        switch (operation) {
            case AUTHORIZE ->
                reference.ifPresentOrElse(
                        purchase -> sandbox.plan().authorizeFor(purchase, result),
                        () -> sandbox.plan().nextAuthorize(result));
            case FINAL_AUTHORIZE ->
                reference.ifPresentOrElse(
                        purchase -> sandbox.plan().finalAuthorizeFor(purchase, result),
                        () -> sandbox.plan().finalAuthorize(result));
            case READ, CANCEL, UPDATE, NOTIFICATION ->
                throw new IllegalArgumentException("Only AUTHORIZE and FINAL_AUTHORIZE can be planned");
        }
        return send(Answer.noContent());
    }

    private Reply plans() {
        return send(Answer.json(200, rules("plans", "result", sandbox.plan().rules(), Result::name)));
    }

    private Reply faults() {
        ObjectNode json = rules("faults", "fault", sandbox.faults().rules(), Fault::name);
        callFaults.list(json);
        json.setAll(rules("webhook_faults", "fault", sandbox.webhookFaults().rules(), WebhookFault::name));
        return send(Answer.json(200, json));
    }

    static <T> ObjectNode rules(String list, String what, List<Schedule.Rule<T>> rules, Function<T, String> name) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray(list);
        for (Schedule.Rule<T> rule : rules) {
            ObjectNode entry = array.addObject().put(what, name.apply(rule.what()));
            if (rule.subject() != null) {
                entry.put("of", rule.subject());
            }
            if (rule.reference() != null) {
                entry.put("reference", rule.reference());
            }
            if (rule.until() != null) {
                entry.put("until", rule.until().toString());
            }
            if (rule.times() == Schedule.ALWAYS) {
                entry.put("times", "always");
            } else {
                entry.put("times", rule.times());
            }
        }
        return json;
    }

    private static Reply done(Runnable command) {
        command.run();
        return send(Answer.noContent());
    }

    private static Reply json(Object value) {
        return send(Answer.json(200, Json.of(value)));
    }

    private static Reply error(int status, @Nullable String message) {
        return send(Answer.json(status, Json.object().put("error", message)));
    }

    private static Reply send(Answer answer) {
        return new Reply.Send(answer);
    }
}
