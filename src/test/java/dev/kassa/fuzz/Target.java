package dev.kassa.fuzz;

import java.util.List;

/** One parser, as the outside meets it. Public: the parsers are package-private, so each target lies beside its own. */
public interface Target {
    /** Stands wherever a secret may stand in a seed; no error may repeat it. */
    String SECRET = "canary-of-a-token-0xC0FFEE";

    /** One word, also the name of its folder in the corpus. */
    String name();

    /** Input as it should be. */
    List<byte[]> seeds();

    /**
     * Parses, and throws for whatever must not happen: any exception but the one that the parser's docs name, and any
     * {@link AssertionError} about what came out.
     *
     * @return in a word or two what became of it; input that brings a new answer is mutated further
     */
    String take(byte[] input) throws Exception;

    /** Fails where an error tells what it must not. */
    static void tellsNoSecret(String error) {
        if (error.contains(SECRET)) {
            throw new AssertionError("an error tells a secret: " + error);
        }
    }

    /** Fails with what was expected. */
    static void must(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
