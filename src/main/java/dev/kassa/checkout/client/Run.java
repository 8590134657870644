package dev.kassa.checkout.client;

import dev.kassa.checkout.CheckoutId;
import dev.kassa.checkout.workflow.SearchAttributeKeys;
import dev.kassa.merchant.Merchant;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.common.SearchAttributes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest run of a checkout, by Temporal's description of it: known without a worker.
 *
 * @param endedAt absent while it is open
 * @param memo absent where the run was started by other means than this service
 */
record Run(
        CheckoutId checkoutId,
        WorkflowExecution execution,
        Ending ending,
        @Nullable Instant endedAt,
        SearchAttributes attributes,
        @Nullable StartMemo memo) {

    boolean isOpen() {
        return ending == Ending.OPEN;
    }

    boolean belongsTo(Merchant merchant) {
        return merchant.id().equals(attributes.get(SearchAttributeKeys.MERCHANT_ID));
    }

    boolean hasContent(Fingerprint fingerprint) {
        return memo != null && memo.fingerprint().equals(fingerprint);
    }

    boolean wasBornBy(String birth) {
        return memo != null && memo.birth().equals(birth);
    }

    /** Whether it ended, and how much can be known of it then. */
    enum Ending {
        OPEN,
        /** Its result is the checkout. */
        WITH_RESULT,
        /** Canceled from UI or CLI: the saga has ended, but the SDK keeps no result of such a run. It answers queries. */
        CANCELED,
        /** Terminated, failed or timed out; such a run cannot be queried. */
        WITHOUT_RESULT
    }
}
