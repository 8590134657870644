package dev.kassa.checkout.client;

import org.jspecify.annotations.Nullable;

/**
 * What a run carries so that it can be read without a query: of a closed or terminated run too. Restarts and recoveries
 * keep it unchanged.
 *
 * @param fingerprint of the first start's content
 * @param birth of the first start
 * @param reference the merchant's own, whole; the search attribute may hold only its beginning
 * @param returnUrl the merchant's own; absent where there is none
 */
record StartMemo(
        Fingerprint fingerprint,
        String birth,
        String reference,
        @Nullable String returnUrl) {
    /** Under which the memo holds it. */
    static final String KEY = "start";

    @Override
    public String toString() {
        return "memo of " + birth;
    }
}
