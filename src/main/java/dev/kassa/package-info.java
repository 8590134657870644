/** Kassa: every Klarna checkout of an acquiring partner's merchants as one durable Temporal workflow. */
@NullMarked
package dev.kassa;

import org.jspecify.annotations.NullMarked;
