package dev.kassa.checkout;

/** What Temporal's list shows of a run beside its id, cut to what the server takes. */
public final class RunSummary {
    /** A server may take no more than 400 bytes; encryption and its metadata need some 230 of them. */
    private static final int MOST_BYTES = 160;

    private static final String CUT = "…";

    private RunSummary() {}

    /** The text as it is, or its beginning with an ellipsis; at most 160 bytes of UTF-8, never half a character. */
    public static String of(String text) {
        int bytes = 0;
        int kept = 0;
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (bytes + bytes(CUT.codePointAt(0)) <= MOST_BYTES) {
                kept = at;
            }
            bytes += bytes(text.codePointAt(at));
        }
        return bytes <= MOST_BYTES ? text : text.substring(0, kept) + CUT;
    }

    private static int bytes(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }
}
