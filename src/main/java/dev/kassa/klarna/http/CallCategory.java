package dev.kassa.klarna.http;

/** Klarna's categories of calls, each with a rate limit of its own (Klarna docs: Rate Limiting). */
enum CallCategory {
    AUTHORIZATION("Payment Transaction Authorization"),
    MANAGEMENT("Payment Request Management");

    private final String title;

    CallCategory(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    int perSecond(CallRates rates) {
        return switch (this) {
            case AUTHORIZATION -> rates.authorizations();
            case MANAGEMENT -> rates.management();
        };
    }
}
