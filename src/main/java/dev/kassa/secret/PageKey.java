package dev.kassa.secret;

import dev.kassa.secret.EncryptionKey.Use;

/**
 * Makes and checks what proves that a page token was made here, for that merchant and that list: without it a token
 * could be altered, or carried from one merchant's list into another's.
 *
 * <p>HMAC-SHA256 cut to 128 bits, 22 characters of base64url. Made with the first key of the ring, valid under all.
 * Thread-safe.
 */
public final class PageKey {
    private static final String LABEL = "kassa page token v1";
    private static final int BYTES = 16;

    private final KeyedHash hash;

    /** Proofs by this ring. */
    public PageKey(KeyRing ring) {
        this.hash = new KeyedHash(ring.derive(Use.PAGE_TOKEN), BYTES);
    }

    /**
     * The proof.
     *
     * @param list what was asked for, in one way only
     * @param place where the page ended
     */
    public String of(String merchantId, String list, String place) {
        return hash.of(message(merchantId, list, place));
    }

    /** Whether that is the proof of just this, by any key of the ring; in constant time. */
    public boolean fits(String proof, String merchantId, String list, String place) {
        return hash.fits(proof, message(merchantId, list, place));
    }

    private static byte[] message(String merchantId, String list, String place) {
        return Fields.of(LABEL).and(merchantId).and(list).and(place).bytes();
    }
}
