/** Klarna's notifications: verify raw bytes, then parse, then hand on. */
@NullMarked
package dev.kassa.klarna.webhook;

import org.jspecify.annotations.NullMarked;
