package dev.kassa.storm;

import dev.kassa.sandbox.CustomerDecision;
import dev.kassa.sandbox.Judgement;
import dev.kassa.sandbox.LedgerEntry;
import dev.kassa.sandbox.PaymentRequestView;
import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.WebhookDelivery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Klarna has written down, by purchase. */
final class Ledgers {
    final Map<String, PaymentRequestView> requestsByReference = new HashMap<>();
    final List<LedgerEntry> calls;
    final List<WebhookDelivery> deliveries;
    /** Klarna's own. */
    final Judgement judgement;

    private final Map<String, PaymentRequestView> requestsById = new HashMap<>();
    private final Map<String, List<LedgerEntry>> callsByPurchase = new HashMap<>();
    private final Map<String, List<CustomerDecision>> decisionsById = new HashMap<>();

    Ledgers(Sandbox klarna) {
        for (var request : klarna.paymentRequests()) {
            requestsById.put(request.id(), request);
            requestsByReference.put(String.valueOf(request.reference()), request);
        }
        for (var decision : klarna.decisions()) {
            decisionsById
                    .computeIfAbsent(decision.paymentRequestId(), _ -> new ArrayList<>())
                    .add(decision);
        }
        calls = klarna.ledger();
        for (var call : calls) {
            var purchase = purchaseOf(call);
            if (purchase != null) {
                callsByPurchase
                        .computeIfAbsent(purchase, _ -> new ArrayList<>())
                        .add(call);
            }
        }
        deliveries = klarna.deliveries();
        judgement = klarna.judgement();
    }

    /** Also of a call that a fault kept from being executed. */
    private @Nullable String purchaseOf(LedgerEntry call) {
        if (call.purchaseReference() != null) {
            return call.purchaseReference();
        }
        var request = requestsById.get(call.path().substring(call.path().lastIndexOf('/') + 1));
        if (request == null) {
            request = requestsByReference.get(String.valueOf(call.paymentRequestReference()));
        }
        var transaction = call.paymentTransactionReference();
        if (request == null && transaction != null && transaction.endsWith("-tx")) {
            request = requestsByReference.get(transaction.substring(0, transaction.length() - 3));
        }
        return request == null ? null : request.purchaseReference();
    }

    List<LedgerEntry> callsOf(Purchase purchase) {
        return callsByPurchase.getOrDefault(purchase.purchaseReference(), List.of());
    }

    List<CustomerDecision> decisionsOn(PaymentRequestView request) {
        return decisionsById.getOrDefault(request.id(), List.of());
    }

    @Nullable
    PaymentRequestView request(String reference) {
        return requestsByReference.get(reference);
    }

    @Nullable
    PaymentRequestView requestById(String id) {
        return requestsById.get(id);
    }
}
