package dev.kassa.klarna;

/** How the customer gets to Klarna's Purchase Journey. */
public enum InteractionMethod {
    HANDOVER,
    QR_CODE,
    HEADLESS
}
