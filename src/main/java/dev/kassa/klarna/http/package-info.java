/** Klarna over HTTP: JSON shapes, headers, one failure classifier. */
@NullMarked
package dev.kassa.klarna.http;

import org.jspecify.annotations.NullMarked;
