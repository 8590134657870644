package dev.kassa.sandbox;

/**
 * The customer of one Payment Request. Each step throws {@link IllegalStateException} where the request's state does
 * not allow it.
 */
public final class Customer {

    private final Klarna klarna;
    private final String idOrReference;

    Customer(Klarna klarna, String idOrReference) {
        this.klarna = klarna;
        this.idOrReference = idOrReference;
    }

    /** Enters the Purchase Journey: SUBMITTED becomes IN_PROGRESS. */
    public PaymentRequestView enter() {
        return klarna.decide(idOrReference, CustomerDecision.Kind.ENTERED);
    }

    /** Approves, entering first where needed: COMPLETED, with tokens that live 60 minutes. */
    public PaymentRequestView approve() {
        return klarna.decide(idOrReference, CustomerDecision.Kind.APPROVED);
    }

    /** Is declined, entering first where needed: DECLINED. */
    public PaymentRequestView decline() {
        return klarna.decide(idOrReference, CustomerDecision.Kind.DECLINED);
    }

    /** Leaves the Purchase Journey: IN_PROGRESS becomes SUBMITTED again. */
    public PaymentRequestView abort() {
        return klarna.decide(idOrReference, CustomerDecision.Kind.ABORTED);
    }
}
