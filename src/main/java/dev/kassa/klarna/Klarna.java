package dev.kassa.klarna;

/**
 * Klarna's Payment Authorize API, as far as a checkout needs it.
 *
 * <p>Every method throws a {@link KlarnaException} of one of its three classes; nothing here repeats a call.
 */
public interface Klarna {
    /** Asks for a payment: approved, declined, or the customer is to be asked. */
    Authorization authorizePayment(AuthorizePayment call);

    /** Reads how a Payment Request stands; a COMPLETED one comes with its token. */
    Reading readPaymentRequest(PartnerAccountId account, PaymentRequestId id);

    /**
     * Deletes a Payment Request, then reads it: a DELETE's answer is a hint, the read after it the truth.
     *
     * <p>A refused or unanswered DELETE is therefore not thrown; only the read's failure is.
     */
    Standing cancelPaymentRequest(PartnerAccountId account, PaymentRequestId id);

    /** Changes a Payment Request that is still SUBMITTED. */
    PaymentRequest updatePaymentRequest(UpdatePaymentRequest call);

    /** Spends the token: the second authorize, which makes the Payment Transaction. */
    Authorization finalizeAuthorization(FinalizeAuthorization call, PaymentToken token);
}
