package dev.kassa.checkout.api;

import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The currencies of ISO 4217 that somebody can pay in today: those in use in some country, by the JDK's tables.
 *
 * <p>The JDK's list of all codes also has historic ones (DEM), metals (XAU) and codes for tests (XTS).
 */
final class Currencies {
    private static final SortedSet<String> CURRENT = Arrays.stream(Locale.getISOCountries())
            .map(country -> Currency.getInstance(Locale.of("", country)))
            .filter(Objects::nonNull)
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toCollection(TreeSet::new));

    private Currencies() {}

    /** All of them, in alphabetical order. */
    static SortedSet<String> all() {
        return Collections.unmodifiableSortedSet(CURRENT);
    }

    static boolean isCurrent(String code) {
        return CURRENT.contains(code);
    }
}
