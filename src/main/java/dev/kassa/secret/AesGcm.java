package dev.kassa.secret;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM with a random nonce, in one layout: a version byte, 12 bytes of nonce, the ciphertext, 16 bytes of tag.
 *
 * <p>A random nonce of 96 bits is safe for 2^32 encryptions by one key (NIST SP 800-38D, 8.3): rotate before that.
 */
final class AesGcm {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int OVERHEAD = 1 + NONCE_BYTES + TAG_BYTES;
    private static final SecureRandom RANDOM = new SecureRandom();

    private AesGcm() {}

    static byte[] encrypt(SecretKey key, byte[] plain, byte[] associated) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] ciphertext =
                    cipher(Cipher.ENCRYPT_MODE, key, nonce, associated).doFinal(plain);
            return ByteBuffer.allocate(OVERHEAD + plain.length)
                    .put(VERSION)
                    .put(nonce)
                    .put(ciphertext)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot encrypt by AES-256-GCM.", e);
        }
    }

    /** The plain bytes; throws {@link AlteredException} if a bit of data or associated data is not what it was. */
    static byte[] decrypt(SecretKey key, byte[] encrypted, byte[] associated) throws AlteredException {
        if (encrypted.length < OVERHEAD || encrypted[0] != VERSION) {
            throw new AlteredException();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        System.arraycopy(encrypted, 1, nonce, 0, NONCE_BYTES);
        int start = 1 + NONCE_BYTES;
        try {
            return cipher(Cipher.DECRYPT_MODE, key, nonce, associated)
                    .doFinal(encrypted, start, encrypted.length - start);
        } catch (AEADBadTagException _) {
            throw new AlteredException();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot decrypt by AES-256-GCM.", e);
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] associated)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }

    /** The tag does not fit: other bytes, another key, or other associated data. */
    static final class AlteredException extends Exception {}
}
