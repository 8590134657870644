package dev.kassa.checkout.client;

/**
 * A text as a search attribute can hold it. Temporal takes 2048 bytes, and the SDK writes a character beyond the Basic
 * Multilingual Plane as twelve: a reference of 255 emoji would make every start fail.
 */
final class SearchableText {
    private static final int LARGEST = 2000;

    private SearchableText() {}

    /** The text, or as much of its beginning as fits. */
    static String of(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            bytes += cost(text.codePointAt(i));
            if (bytes > LARGEST) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    private static int cost(int codePoint) {
        return codePoint < 0x20 ? 6 : codePoint < 0x80 ? 2 : Character.isSupplementaryCodePoint(codePoint) ? 12 : 6;
    }
}
