package dev.kassa.secret;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Keys that are as different as their ids, and the same in every test. */
final class TestKeys {
    private TestKeys() {}

    static EncryptionKey key(String id) {
        return new EncryptionKey(id, bytes(id));
    }

    static KeyRing ring(String... ids) {
        return new KeyRing(Stream.of(ids).map(TestKeys::key).toList());
    }

    static KeyRing.Entry entry(String id, int length) {
        return new KeyRing.Entry(id, Secret.of(Base64.getEncoder().encodeToString(Arrays.copyOf(bytes(id), length))));
    }

    static List<String> secretsOf(String id) {
        byte[] bytes = bytes(id);
        return List.of(Base64.getEncoder().encodeToString(bytes), Arrays.toString(bytes));
    }

    static byte[] bytes(String id) {
        byte[] bytes = new byte[EncryptionKey.LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (31 * id.hashCode() + 7 * i);
        }
        return bytes;
    }
}
