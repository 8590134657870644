package dev.kassa.checkout.client;

import static dev.kassa.checkout.client.BoundedCalls.within;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantDeliveries;
import dev.kassa.checkout.MerchantDeliveries.Delivery;
import dev.kassa.merchant.Merchant;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * What merchants were told of their own checkouts; another's checkout and one that never was are both absent. Every
 * method is back within 15 s and throws {@link TemporalUnavailableException} where Temporal or every worker is away.
 */
public final class Deliveries {
    private final Runs runs;
    private final PresentState presentState;
    private final MerchantDeliveries deliveries;

    public Deliveries(WorkflowClient client, MerchantDeliveries deliveries) {
        this.runs = new Runs(client);
        this.presentState = new PresentState(runs);
        this.deliveries = deliveries;
    }

    /** The notifications of a checkout, the oldest first. */
    public Optional<List<Delivery>> of(Merchant merchant, CheckoutId id) {
        return asking(
                merchant,
                id,
                (time, attempt) -> within(time.forQuestion(), () -> Optional.of(deliveries.of(id, attempt))));
    }

    /** Tells once more, now; empty also where the checkout has no notification of that id. */
    public Optional<Delivery> resend(Merchant merchant, CheckoutId id, String webhookId) {
        return asking(
                merchant,
                id,
                (time, attempt) -> within(time.forQuestion(), () -> deliveries.resend(id, attempt, webhookId)));
    }

    /** Asks about the caller's own checkout, up to its present attempt. */
    private <T> Optional<T> asking(
            Merchant merchant, CheckoutId id, BiFunction<CallTime, Integer, Optional<T>> question) {
        var time = new CallTime();
        try {
            return runs.find(id, time.forQuestion())
                    .filter(run -> run.belongsTo(merchant))
                    .flatMap(run -> question.apply(
                            time, presentState.of(run, time.forQuestion()).attempt()));
        } catch (CallFailed failed) {
            throw new TemporalUnavailableException(id, failed);
        }
    }
}
