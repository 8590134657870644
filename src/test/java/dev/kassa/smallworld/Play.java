package dev.kassa.smallworld;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.workflow.CancelRequest;
import dev.kassa.checkout.workflow.CheckoutInput;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateStage;
import java.time.Instant;
import java.time.InstantSource;

/** One sequence under way. */
final class Play {
    private final SmallWorld world;
    private final Sequence sequence;
    private final CheckoutInput input;
    private final WorkflowStub stub;
    private final SmallRequest request;
    private boolean happened = true;
    private boolean isOpen;

    Play(SmallWorld world, Sequence sequence, CheckoutInput input, WorkflowStub stub, SmallRequest request) {
        this.world = world;
        this.sequence = sequence;
        this.input = input;
        this.stub = stub;
        this.request = request;
    }

    String id() {
        return input.references().checkoutId().value();
    }

    String reference() {
        return input.references().paymentRequestReference().value();
    }

    SmallRequest request() {
        return request;
    }

    void start() {
        sequence.steps().subList(0, sequence.armedBeforeStart()).forEach(step -> request.arm(step, input.createdAt()));
        stub.start(input);
    }

    boolean hasAsked() {
        return isOver() || !request.ledger().isEmpty();
    }

    boolean isOver() {
        return world.watching.end(id()) != null;
    }

    void happens(int at, InstantSource clock) {
        var step = sequence.steps().get(at);
        if (at < sequence.armedBeforeStart()) {
            return;
        }
        happened = switch (step) {
            case COMPLETES, DECLINES, ABORTS, KLARNA_CANCELS -> {
                var now = clock.instant();
                boolean possible = request.act(step, now);
                tell(now);
                yield possible;
            }
            case RETURN -> sent(() -> stub.signal("customerReturned"));
            case CANCEL -> sent(this::cancel);
            case UI_CANCEL -> sent(stub::cancel);
            case DEAF, EXECUTED, UNEXECUTED, REFUSED, LIMITED, AWAY -> {
                request.arm(step, clock.instant());
                yield true;
            }
            case POLL, SESSION_ENDS, EXPIRES -> true;
        };
    }

    private void cancel() {
        stub.startUpdate(
                UpdateOptions.newBuilder(Checkout.class)
                        .setUpdateName("cancel")
                        .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
                        .build(),
                new CancelRequest(null));
    }

    /** A run that ends at this very instant hears nothing more; whoever calls is told so. */
    private boolean sent(Runnable call) {
        try {
            call.run();
            return true;
        } catch (WorkflowException over) {
            return false;
        }
    }

    /** Sends Klarna's events; answers how many. */
    int tell(Instant now) {
        var events = request.tell(now);
        events.forEach(event -> sent(() -> stub.signal("paymentRequestChanged", event)));
        return events.size();
    }

    void stepsAreOver() {
        isOpen = !isOver();
    }

    Played judged() {
        var end = world.watching.end(id());
        var said = end == null
                ? "STILL OPEN"
                : end.status() + " " + (end.reason() == null ? "" : end.reason().word());
        var wrongs = Judge.wrongs(end, world.watching.answers(id()), request);
        return new Played(sequence, said + " / " + request.standing(), happened, isOpen, wrongs);
    }
}
