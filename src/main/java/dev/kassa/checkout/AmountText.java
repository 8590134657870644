package dev.kassa.checkout;

import java.math.BigDecimal;
import java.util.Currency;

/** Amounts for people to read. */
public final class AmountText {
    private AmountText() {}

    /** {@code 118.36 EUR} for 11836 minor units. Never throws: a run must not fail for how an amount looks. */
    public static String text(long minorUnits, String currency) {
        try {
            int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
            return BigDecimal.valueOf(minorUnits, digits).toPlainString() + " " + currency;
        } catch (IllegalArgumentException _) {
            return minorUnits + " minor units " + currency;
        }
    }
}
