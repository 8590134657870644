package dev.kassa.checkout.client;

import java.math.BigDecimal;
import java.util.Currency;

/** Amounts for people to read. */
final class Money {
    private Money() {}

    /** {@code 118.36 EUR} for 11836 minor units. */
    static String text(long minorUnits, String currency) {
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return BigDecimal.valueOf(minorUnits, digits).toPlainString() + " " + currency;
    }
}
