/** Tests the client against a scripted server, answer by answer. */
@NullMarked
package dev.kassa.klarna.http;

import org.jspecify.annotations.NullMarked;
