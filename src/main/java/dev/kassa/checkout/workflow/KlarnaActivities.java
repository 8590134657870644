package dev.kassa.checkout.workflow;

import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * What a run asks of the world. Each method is called once quickly, as a local activity, and then patiently, as a
 * regular one; only {@link #anEarlierTaskDied} is quick and no more, and where it fails counts as true. A failure's type
 * is one of {@link CallFailure}'s.
 */
@ActivityInterface(namePrefix = "")
public interface KlarnaActivities {
    @ActivityMethod(name = "authorizePayment")
    AuthorizeOutcome authorizePayment(AuthorizeCommand command);

    @ActivityMethod(name = "readPaymentRequest")
    Look readPaymentRequest(RequestCommand command);

    /** Reads, cancels what is still open, and reads again; answers only once the Payment Request is decided. */
    @ActivityMethod(name = "cancelPaymentRequest")
    Look cancelPaymentRequest(RequestCommand command);

    @ActivityMethod(name = "updatePaymentRequest")
    UpdateOutcome updatePaymentRequest(UpdateCommand command);

    /** Opens the token's seal, or reads the token, and confirms with it, in one go. */
    @ActivityMethod(name = "finalizeAuthorization")
    FinalizeOutcome finalizeAuthorization(FinalizeCommand command);

    /**
     * Whether a workflow task of this run timed out or failed: what it did in a local activity has left no trace, so it
     * may have sent something.
     */
    @ActivityMethod(name = "anEarlierTaskDied")
    boolean anEarlierTaskDied();

    /** Makes sure that the merchant will be told. */
    @ActivityMethod(name = "tellMerchant")
    void tellMerchant(MerchantId merchant, MerchantEvent event);
}
