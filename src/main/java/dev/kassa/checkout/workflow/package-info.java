/** The saga. Deterministic; nothing but Temporal's workflow API. */
@NullMarked
package dev.kassa.checkout.workflow;

import org.jspecify.annotations.NullMarked;
