/** Turns a notification into a signal to the right workflow. */
@NullMarked
package dev.kassa.checkout.inbox;

import org.jspecify.annotations.NullMarked;
