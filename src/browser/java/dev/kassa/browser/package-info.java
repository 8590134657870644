/** The demo's shop, the sandbox's pages and all others for people, as a real Chromium shows them. */
@NullMarked
package dev.kassa.browser;

import org.jspecify.annotations.NullMarked;
