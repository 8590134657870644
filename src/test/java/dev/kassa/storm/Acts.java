package dev.kassa.storm;

import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.Checkout;
import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.client.AmendmentAnswer;
import dev.kassa.checkout.client.RestartAnswer;
import dev.kassa.checkout.client.RestartCheckout;
import dev.kassa.checkout.client.StartAnswer;
import dev.kassa.checkout.client.StartCheckout;
import dev.kassa.checkout.client.TemporalUnavailableException;
import dev.kassa.checkout.workflow.AmendRequest;
import dev.kassa.checkout.workflow.Resolution;
import dev.kassa.klarna.PaymentTransactionId;
import dev.kassa.sandbox.Effect;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowUpdateStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Everybody in virtual time. Whoever has to wait for an answer waits on a thread of its own. */
final class Acts implements Deeds, AutoCloseable {
    private final StormWorld world;
    private final Log log;
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();

    /** Where it is written down. */
    @FunctionalInterface
    interface Log {
        void of(Purchase purchase, String what);
    }

    Acts(StormWorld world, Log log) {
        this.world = world;
        this.log = log;
    }

    @Override
    public void customer(Purchase purchase, Step step) {
        try {
            step.by(world.klarna.customer(purchase.purchaseReference()));
            log.of(purchase, "the customer " + step);
        } catch (IllegalStateException | IllegalArgumentException _) {
            log.of(purchase, "the customer " + step + " in vain");
        }
    }

    @Override
    public void klarnaCancels(Purchase purchase) {
        try {
            world.klarna.klarnaCancels(purchase.purchaseReference());
            log.of(purchase, "Klarna cancels");
        } catch (IllegalStateException | IllegalArgumentException _) {
            log.of(purchase, "Klarna cancels in vain");
        }
    }

    /** The edge has seen no change for a second and asks the run to look. */
    @Override
    public void returns(Purchase purchase) {
        people(purchase, "the customer returns", edge -> {
            edge.client.newUntypedWorkflowStub(purchase.id().value()).signal("customerReturned");
            return null;
        });
    }

    @Override
    public void starts(Purchase purchase) {
        people(
                purchase,
                "start",
                edge -> started(edge.checkouts.start(purchase.shop().merchant(), purchase.order())));
    }

    @Override
    public void startsAnother(Purchase purchase, StartCheckout other) {
        people(purchase, "start of other content", edge -> {
            var answer = edge.checkouts.start(purchase.shop().merchant(), other);
            return answer instanceof StartAnswer.ReferenceReused ? null : started(answer);
        });
    }

    private static @Nullable Checkout started(StartAnswer answer) {
        return switch (answer) {
            case StartAnswer.Created(var checkout) -> checkout;
            case StartAnswer.Repeated(var checkout) -> checkout;
            case StartAnswer.Pending(var checkout) -> checkout;
            case StartAnswer.Refused(var checkout) -> checkout;
            case StartAnswer.ReferenceReused _ -> null;
        };
    }

    @Override
    public void cancels(Purchase purchase) {
        people(
                purchase,
                "cancel",
                edge -> edge.checkouts
                        .cancel(purchase.shop().merchant(), purchase.id(), "customer_abandoned")
                        .map(answer -> answer.checkout())
                        .orElse(null));
    }

    @Override
    public void asks(Purchase purchase) {
        people(
                purchase,
                "GET",
                edge -> edge.checkouts
                        .find(purchase.shop().merchant(), purchase.id())
                        .orElse(null));
    }

    @Override
    public void amends(Purchase purchase, long amount) {
        people(
                purchase,
                "amend to " + amount,
                edge -> edge.checkouts
                        .amend(purchase.shop().merchant(), purchase.id(), new AmendRequest(amount, null))
                        .map(answer -> switch (answer) {
                            case AmendmentAnswer.Amended(var checkout) -> checkout;
                            case AmendmentAnswer.Pending(var checkout) -> checkout;
                            case AmendmentAnswer.NotAmendable(var checkout) -> checkout;
                            case AmendmentAnswer.Refused(var checkout, var _) -> checkout;
                        })
                        .orElse(null));
    }

    @Override
    public void restarts(Purchase purchase) {
        people(
                purchase,
                "restart",
                edge -> edge.checkouts
                        .restart(purchase.shop().merchant(), purchase.id(), new RestartCheckout(null, null))
                        .map(answer -> switch (answer) {
                            case RestartAnswer.Restarted(var checkout) -> checkout;
                            case RestartAnswer.Pending(var checkout) -> checkout;
                            case RestartAnswer.Refused(var checkout) -> checkout;
                            case RestartAnswer.NotRestartable(var checkout) -> checkout;
                            case RestartAnswer.ExpiryTooNear _ -> throw new IllegalStateException("no timestamps");
                        })
                        .orElse(null));
    }

    @Override
    public void strangerTries(Purchase purchase) {
        var stranger = purchase.shop().stranger().merchant();
        people(purchase, "a stranger's calls", edge -> {
            boolean any = edge.checkouts.find(stranger, purchase.id()).isPresent()
                    || edge.checkouts.cancel(stranger, purchase.id(), null).isPresent()
                    || edge.checkouts
                            .restart(stranger, purchase.id(), new RestartCheckout(null, null))
                            .isPresent();
            if (any) {
                world.strangers.add("answered to " + stranger);
            }
            return null;
        });
    }

    @Override
    public void operatorCancels(Purchase purchase) {
        people(purchase, "an operator's cancellation", edge -> {
            edge.client.newUntypedWorkflowStub(purchase.id().value()).cancel();
            return null;
        });
    }

    @Override
    public void operatorTerminates(Purchase purchase) {
        people(purchase, "an operator's termination", edge -> {
            edge.client.newUntypedWorkflowStub(purchase.id().value()).terminate("by hand");
            return null;
        });
    }

    /** An operator who has looked at Klarna's own pages says how it stands. */
    void operatorResolves(Purchase purchase) {
        people(purchase, "an operator's resolution", edge -> {
            var paid = world.klarna.ledger().stream()
                    .filter(call -> call.effect() == Effect.CREATED_TRANSACTION
                            && purchase.purchaseReference().equals(call.purchaseReference()))
                    .findFirst();
            var word = paid.isPresent()
                    ? new Resolution(
                            CheckoutStatus.AUTHORIZED,
                            new PaymentTransactionId(requireNonNull(paid.get().paymentTransactionId())),
                            "seen at Klarna")
                    : new Resolution(CheckoutStatus.FAILED, null, "nothing at Klarna");
            edge.client
                    .newUntypedWorkflowStub(purchase.id().value())
                    .startUpdate("resolve", WorkflowUpdateStage.ACCEPTED, Checkout.class, word);
            return null;
        });
    }

    private interface Question {
        @Nullable
        Checkout to(EdgeProcess edge);
    }

    private void people(Purchase purchase, String what, Question question) {
        world.callers.incrementAndGet();
        people.execute(() -> {
            try {
                var answer = question.to(world.edge());
                if (answer != null) {
                    purchase.answers().add(new Purchase.Answer(world.now(), what, answer.attempt(), answer.status()));
                }
                log.of(purchase, what + (answer == null ? "" : ": " + answer.status() + " " + answer.attempt()));
            } catch (TemporalUnavailableException | WorkflowException away) {
                log.of(purchase, what + ": no answer (" + away.getClass().getSimpleName() + ")");
            } catch (RuntimeException failure) {
                log.of(purchase, what + ": " + failure);
            } finally {
                world.callers.decrementAndGet();
            }
        });
    }

    @Override
    public void close() {
        people.shutdownNow();
    }
}
