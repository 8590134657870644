/** Keeps secrets secret: payload encryption with rotating keys, the token's seal, the return URL's key, masked values. */
@NullMarked
package dev.kassa.secret;

import org.jspecify.annotations.NullMarked;
