package dev.kassa.sandbox;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One way to read what Klarna's documents leave open. Each topic is an enum whose constants are the readings; the first
 * is the default.
 */
public sealed interface Reading permits Contradiction, Unknown {

    /** The reading's own name. */
    String name();

    /** Where docs/klarna.md names a topic, and what it is about. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface Topic {
        /** The section, and in section 10 the row. */
        String row();

        /** In a few words. */
        String about();
    }
}
