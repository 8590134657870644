/** What Klarna says, in Klarna's words, and the port to say things to it. */
@NullMarked
package dev.kassa.klarna;

import org.jspecify.annotations.NullMarked;
