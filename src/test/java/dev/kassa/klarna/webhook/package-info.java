/** Tests the verification of notifications, with vectors that were made by other means than this code. */
@NullMarked
package dev.kassa.klarna.webhook;

import org.jspecify.annotations.NullMarked;
