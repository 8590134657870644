package dev.kassa.checkout.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.merchant.Merchant;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds out what is meant by a text that is a checkout's id, or else the merchant's own reference. */
public final class CheckoutNames {
    /** Characters (code points) of the longest reference. */
    private static final int LONGEST_REFERENCE = 255;

    /** Bytes of the longest workflow id that a server takes unless it is told otherwise. */
    private static final int LONGEST_WORKFLOW_ID = 1000;

    /** No reference has them, and PostgreSQL could not even be asked for a NUL. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    /**
     * Kassa's own workflows about a checkout begin with its id. That there is one would tell how the checkout ended, and
     * whoever knows a foreign id could ask.
     */
    private static final Pattern ABOUT_A_CHECKOUT = Pattern.compile("chk_[0-9a-z]{26,64}[^0-9a-z].*", Pattern.DOTALL);

    private final Runs runs;

    public CheckoutNames(WorkflowClient client) {
        this.runs = new Runs(client);
    }

    /**
     * What the text names. Back within 10 s.
     *
     * @throws TemporalUnavailableException where Temporal is away
     */
    public Named find(Merchant merchant, String text) {
        if (text.isEmpty()
                || text.codePointCount(0, text.length()) > LONGEST_REFERENCE
                || CONTROL.matcher(text).find()) {
            return new Named.Nothing();
        }
        var own = CheckoutId.of(new MerchantId(merchant.id()), text);
        try {
            return find(merchant, text, own, new CallTime());
        } catch (CallFailed failed) {
            throw new TemporalUnavailableException(own, failed);
        }
    }

    private Named find(Merchant merchant, String text, CheckoutId own, CallTime time) {
        var literal = text.getBytes(UTF_8).length <= LONGEST_WORKFLOW_ID
                ? runs.describe(text, time.forQuestion())
                : Optional.<WorkflowExecutionDescription>empty();
        var named = CheckoutId.parse(text);
        if (named.isPresent() && literal.filter(Runs::isCheckout).isPresent()) {
            return isOf(merchant, literal.get()) ? new Named.Own(named.get()) : new Named.Foreign();
        }
        if (runs.find(own, time.forQuestion())
                .filter(run -> run.belongsTo(merchant))
                .isPresent()) {
            return new Named.Own(own);
        }
        return literal.filter(run -> !Runs.isCheckout(run) && mayBeKnownTo(merchant, text, run))
                        .isPresent()
                ? new Named.Other()
                : new Named.Nothing();
    }

    private static boolean mayBeKnownTo(Merchant merchant, String id, WorkflowExecutionDescription other) {
        var owner = other.getTypedSearchAttributes().get(SearchAttributeKeys.MERCHANT_ID);
        return !ABOUT_A_CHECKOUT.matcher(id).matches() && (owner == null || owner.equals(merchant.id()));
    }

    private static boolean isOf(Merchant merchant, WorkflowExecutionDescription checkout) {
        return merchant.id().equals(checkout.getTypedSearchAttributes().get(SearchAttributeKeys.MERCHANT_ID));
    }
}
