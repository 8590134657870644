package dev.kassa.klarna.webhook;

/** Which of Klarna's two worlds a notification is of. */
public enum Environment {
    TEST,
    LIVE;

    /** Reads {@code metadata.live}, or the property of that name. */
    public static Environment of(boolean live) {
        return live ? LIVE : TEST;
    }
}
