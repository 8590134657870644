/** Finds checkouts whose run was terminated, failed or timed out, every few minutes, and has them recovered. */
@NullMarked
package dev.kassa.operations.reconciler;

import org.jspecify.annotations.NullMarked;
