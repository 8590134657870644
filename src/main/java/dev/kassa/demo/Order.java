package dev.kassa.demo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor chose; what is left out is as the page shows it at first.
 *
 * @param basket how many of each, 0 to 9
 * @param patience how long the shop waits for its customer
 * @param klarna what Klarna is to answer
 */
record Order(
        @Nullable Map<Article, Integer> basket,
        @Nullable Delivery delivery,
        @Nullable Patience patience,
        Backstage.@Nullable KlarnasAnswer klarna) {
    private static final int MOST = 9;
    private static final int LONGEST_TEXT = 80;

    /** How long the shop waits for its customer. */
    enum Patience {
        MINUTE(Duration.ofMinutes(1)),
        HALF_HOUR(Duration.ofMinutes(30));

        private final Duration sessionTimeout;

        Patience(Duration sessionTimeout) {
            this.sessionTimeout = sessionTimeout;
        }
    }

    /** Where to send it. */
    record Delivery(
            @Nullable String name,
            @Nullable String email,
            @Nullable String street,
            @Nullable String postalCode,
            @Nullable String city) {
        private boolean isComplete() {
            return Stream.of(name, email, street, postalCode, city)
                    .allMatch(text -> text != null && !text.isBlank() && text.length() <= LONGEST_TEXT);
        }

        private DemoShop.Recipient recipient() {
            return new DemoShop.Recipient(
                    requireNonNull(name),
                    requireNonNull(email),
                    requireNonNull(street),
                    requireNonNull(postalCode),
                    requireNonNull(city));
        }
    }

    /** As a shop's server hands it on; only of an acceptable order. */
    DemoShop.Purchase purchase(String reference) {
        var recipient = Optional.ofNullable(delivery).map(Delivery::recipient);
        return new DemoShop.Purchase(reference, lineItems(), recipient, sessionTimeout());
    }

    /** Whether a shop would take it. */
    boolean isAcceptable() {
        return quantities().values().stream().allMatch(Order::isSome)
                && !lineItems().isEmpty()
                && (delivery == null || delivery.isComplete());
    }

    /** JSON may say null where it names an article. */
    private static boolean isSome(@Nullable Integer quantity) {
        return quantity != null && quantity >= 0 && quantity <= MOST;
    }

    private List<DemoShop.LineItem> lineItems() {
        return quantities().entrySet().stream()
                .filter(line -> line.getValue() > 0)
                .map(line -> line.getKey().times(line.getValue()))
                .toList();
    }

    private Duration sessionTimeout() {
        return (patience == null ? Patience.HALF_HOUR : patience).sessionTimeout;
    }

    Backstage.KlarnasAnswer klarnasAnswer() {
        return klarna == null ? Backstage.KlarnasAnswer.STEP_UP_REQUIRED : klarna;
    }

    private Map<Article, Integer> quantities() {
        if (basket != null) {
            return basket;
        }
        var first = new EnumMap<Article, Integer>(Article.class);
        Arrays.stream(Article.values()).forEach(article -> first.put(article, article.atFirst()));
        return first;
    }
}
