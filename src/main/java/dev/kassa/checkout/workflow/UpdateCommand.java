package dev.kassa.checkout.workflow;

import dev.kassa.klarna.UpdatePaymentRequest;

/** An amendment, frozen; in doubt where an earlier try may have been executed. */
public record UpdateCommand(UpdatePaymentRequest call, boolean inDoubt) {}
