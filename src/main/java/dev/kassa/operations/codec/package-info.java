/** Lets operators read encrypted payloads in Temporal's UI and CLI, by key, on the management port. */
@NullMarked
package dev.kassa.operations.codec;

import org.jspecify.annotations.NullMarked;
