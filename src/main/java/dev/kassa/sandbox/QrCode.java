package dev.kassa.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A QR code for an address of up to 106 bytes: always version 5, error correction L, mask 0 (ISO/IEC 18004). One
 * version and one
 * mask are enough here and keep it short; readers take any.
 */
final class QrCode {

    private static final int SIZE = 37;
    private static final int DATA = 108;
    private static final int CORRECTION = 26;
    private static final int LONGEST = 106;
    private static final int ALIGNMENT = 30;
    // Level L and mask 0, with their own error correction, as the standard tabulates them.
    private static final int FORMAT = 0b111011111000100;

    private final boolean[][] dark = new boolean[SIZE][SIZE];
    private final boolean[][] taken = new boolean[SIZE][SIZE];

    private QrCode(byte[] text) {
        finder(0, 0);
        finder(SIZE - 7, 0);
        finder(0, SIZE - 7);
        alignment();
        for (int i = 8; i < SIZE - 8; i++) {
            set(i, 6, i % 2 == 0);
            set(6, i, i % 2 == 0);
        }
        format();
        fill(codewords(text));
    }

    /** As a picture; nothing where {@code text} is too long. */
    static Optional<String> svg(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length > LONGEST ? Optional.empty() : Optional.of(new QrCode(bytes).svg());
    }

    private String svg() {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                if (dark[y][x]) {
                    path.append('M').append(x + 4).append(' ').append(y + 4).append("h1v1h-1z");
                }
            }
        }
        int side = SIZE + 8;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
                + "\" width=\"360\" height=\"360\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + side
                + "v" + side
                + "H0z\"/><path d=\"" + path + "\"/></svg>";
    }

    private void set(int x, int y, boolean isDark) {
        dark[y][x] = isDark;
        taken[y][x] = true;
    }

    private void finder(int left, int top) {
        for (int dy = -1; dy <= 7; dy++) {
            for (int dx = -1; dx <= 7; dx++) {
                int x = left + dx;
                int y = top + dy;
                if (x >= 0 && x < SIZE && y >= 0 && y < SIZE) {
                    int ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3));
                    set(x, y, ring != 2 && ring != 4);
                }
            }
        }
    }

    private void alignment() {
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                set(ALIGNMENT + dx, ALIGNMENT + dy, Math.max(Math.abs(dx), Math.abs(dy)) != 1);
            }
        }
    }

    private void format() {
        for (int i = 0; i < 15; i++) {
            boolean bit = (FORMAT >> i & 1) == 1;
            // Once around the upper left finder, skipping the timing lines ...
            int along = i < 6 ? i : i < 8 ? i + 1 : 14 - i + (i == 8 ? 1 : 0);
            set(i < 8 ? 8 : along, i < 8 ? along : 8, bit);
            // ... and once split between the other two.
            set(i < 8 ? SIZE - 1 - i : 8, i < 8 ? 8 : SIZE - 15 + i, bit);
        }
        set(8, SIZE - 8, true);
    }

    private static byte[] codewords(byte[] text) {
        byte[] data = new byte[DATA];
        // Mode 4 (bytes), the length, the text, then padding; everything is half a byte out of step.
        int[] nibbles = new int[DATA * 2];
        nibbles[0] = 4;
        nibbles[1] = text.length >> 4;
        nibbles[2] = text.length & 15;
        for (int i = 0; i < text.length; i++) {
            nibbles[3 + 2 * i] = (text[i] & 0xff) >> 4;
            nibbles[4 + 2 * i] = text[i] & 15;
        }
        for (int i = 0; i < DATA; i++) {
            data[i] = (byte) (nibbles[2 * i] << 4 | nibbles[2 * i + 1]);
        }
        for (int i = text.length + 2; i < DATA; i++) {
            data[i] = (byte) ((i - text.length) % 2 == 0 ? 0xec : 0x11);
        }
        byte[] all = Arrays.copyOf(data, DATA + CORRECTION);
        System.arraycopy(correction(data), 0, all, DATA, CORRECTION);
        return all;
    }

    /** Reed-Solomon over GF(256) with the polynomial 0x11d. */
    private static byte[] correction(byte[] data) {
        int[] generator = new int[CORRECTION];
        generator[CORRECTION - 1] = 1;
        int root = 1;
        for (int i = 0; i < CORRECTION; i++) {
            for (int j = 0; j < CORRECTION; j++) {
                generator[j] = times(generator[j], root) ^ (j + 1 < CORRECTION ? generator[j + 1] : 0);
            }
            root = times(root, 2);
        }
        int[] rest = new int[CORRECTION];
        for (byte next : data) {
            int factor = (next & 0xff) ^ rest[0];
            System.arraycopy(rest, 1, rest, 0, CORRECTION - 1);
            rest[CORRECTION - 1] = 0;
            for (int j = 0; j < CORRECTION; j++) {
                rest[j] ^= times(generator[j], factor);
            }
        }
        byte[] bytes = new byte[CORRECTION];
        for (int i = 0; i < CORRECTION; i++) {
            bytes[i] = (byte) rest[i];
        }
        return bytes;
    }

    private static int times(int a, int b) {
        int product = 0;
        for (int bit = 7; bit >= 0; bit--) {
            product = product << 1 ^ (product >> 7) * 0x11d;
            product ^= (b >> bit & 1) * a;
        }
        return product;
    }

    /** In columns of two from the right, up and down in turn, past the upright timing line. */
    private void fill(byte[] codewords) {
        int bit = 0;
        for (int right = SIZE - 1; right >= 1; right -= 2) {
            int column = right <= 6 ? right - 1 : right;
            boolean up = (column + 1 & 2) == 0;
            for (int step = 0; step < SIZE; step++) {
                int y = up ? SIZE - 1 - step : step;
                for (int x = column; x > column - 2; x--) {
                    if (!taken[y][x]) {
                        boolean value = bit < codewords.length * 8 && (codewords[bit / 8] >> (7 - bit % 8) & 1) == 1;
                        dark[y][x] = value ^ (x + y) % 2 == 0;
                        bit++;
                    }
                }
            }
        }
    }
}
