package dev.kassa.klarna;

/** When the authorized amount is captured: at once, or later by the merchant. */
public enum Capture {
    NOW,
    LATER
}
