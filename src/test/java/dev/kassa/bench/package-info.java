/** What a checkout costs, against a naive workflow and against rows and jobs; run by proof/bench and proof/standing-load. */
@NullMarked
package dev.kassa.bench;

import org.jspecify.annotations.NullMarked;
