/** Spring wiring only: properties, the Temporal client and workers, the embedded profile. */
@NullMarked
package dev.kassa.runtime;

import org.jspecify.annotations.NullMarked;
