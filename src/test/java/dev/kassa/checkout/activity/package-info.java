/** Tests what an activity makes of Klarna's answers, one try at a time. */
@NullMarked
package dev.kassa.checkout.activity;

import org.jspecify.annotations.NullMarked;
