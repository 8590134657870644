package dev.kassa.runtime;

import dev.kassa.demo.Backstage;
import dev.kassa.sandbox.Fault;
import dev.kassa.sandbox.Operation;
import dev.kassa.sandbox.Result;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.WebhookFault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands behind the demo's shop in this process: the sandbox, Temporal's histories, the workers. */
final class EmbeddedBackstage implements Backstage {
    private static final List<Operation> PAYMENTS =
            List.of(Operation.AUTHORIZE, Operation.FINAL_AUTHORIZE, Operation.READ, Operation.CANCEL, Operation.UPDATE);

    private static final String APPROVAL = "payment.request.state-change.completed";

    private final RunSteps runs;
    private final @Nullable Sandbox klarna;
    private final @Nullable StoppableWorkers workers;

    /**
     * @param klarna absent where Klarna is elsewhere
     * @param workers absent where this process has none
     */
    EmbeddedBackstage(RunSteps runs, @Nullable Sandbox klarna, @Nullable StoppableWorkers workers) {
        this.runs = runs;
        this.klarna = klarna;
        this.workers = workers;
    }

    @Override
    public Behind behind(String checkoutId) {
        var run = runs.of(checkoutId);
        if (klarna == null) {
            return new Behind(run.steps(), run.countdowns(), null, run.events());
        }
        var here = new SandboxSteps(klarna, checkoutId);
        return new Behind(
                Stream.concat(run.steps().stream(), here.steps()).toList(),
                Stream.concat(run.countdowns().stream(), here.countdowns()).toList(),
                here.books(),
                run.events());
    }

    @Override
    public Switches switches() {
        return new Switches(klarnasPower(), workersPower());
    }

    private Power klarnasPower() {
        if (klarna == null) {
            return Power.ELSEWHERE;
        }
        return klarna.faults().areAlways(Operation.AUTHORIZE, Fault.UNAVAILABLE_503) ? Power.OFF : Power.ON;
    }

    private Power workersPower() {
        if (workers == null) {
            return Power.ELSEWHERE;
        }
        return workers.areStopped() ? Power.OFF : Power.ON;
    }

    @Override
    public void switchKlarna(Power power) {
        if (klarna == null || power == klarnasPower()) {
            return;
        }
        switch (power) {
            case ON -> klarna.faults().clear();
            case OFF -> PAYMENTS.forEach(operation -> klarna.faults().always(operation, Fault.UNAVAILABLE_503));
            case ELSEWHERE -> {}
        }
    }

    @Override
    public void switchWorker(Power power) {
        if (workers == null) {
            return;
        }
        switch (power) {
            case ON -> workers.startAnew();
            case OFF -> workers.crash();
            case ELSEWHERE -> {}
        }
    }

    @Override
    public boolean orderWebhook(String checkoutId, Fate fate) {
        var reference =
                klarna == null ? Optional.<String>empty() : new SandboxSteps(klarna, checkoutId).openReference();
        if (klarna == null || reference.isEmpty()) {
            return false;
        }
        var fault = switch (fate) {
            case LOST -> WebhookFault.LOST;
            case DOUBLED -> WebhookFault.DOUBLED;
        };
        klarna.webhookFaults().nextFor(reference.get(), APPROVAL, fault);
        return true;
    }

    @Override
    public void planAnswer(String reference, KlarnasAnswer answer) {
        if (klarna == null) {
            return;
        }
        switch (answer) {
            case STEP_UP_REQUIRED -> {}
            case APPROVED -> klarna.plan().authorizeFor(reference, Result.APPROVED);
            case DECLINED -> klarna.plan().authorizeFor(reference, Result.DECLINED);
        }
    }
}
