/** What the people who run Kassa look at: health and metrics. */
@NullMarked
package dev.kassa.operations;

import org.jspecify.annotations.NullMarked;
