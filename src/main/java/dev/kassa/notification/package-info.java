/** Tells the merchant what happened, signed. */
@NullMarked
package dev.kassa.notification;

import org.jspecify.annotations.NullMarked;
