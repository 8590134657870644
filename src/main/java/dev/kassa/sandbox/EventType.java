package dev.kassa.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of Klarna's events, and how they are subscribed to (klarna.md, section 7). */
enum EventType {
    SUBMITTED("payment.request.state-change.submitted"),
    IN_PROGRESS("payment.request.state-change.in-progress"),
    COMPLETED("payment.request.state-change.completed"),
    EXPIRED("payment.request.state-change.expired"),
    CANCELED("payment.request.state-change.canceled"),
    DECLINED("payment.request.state-change.declined"),
    TRANSACTION_AUTHORIZED("payment.transaction.state-change.authorized"),
    TRANSACTION_CAPTURED("payment.transaction.captured");

    /** Klarna names the first two; that there is the third is our inference. */
    static final List<String> WILDCARDS = List.of("payment.*", "payment.request.*", "payment.transaction.*");

    final String text;

    EventType(String text) {
        this.text = text;
    }

    static EventType of(RequestState state) {
        return switch (state) {
            case SUBMITTED -> SUBMITTED;
            case IN_PROGRESS -> IN_PROGRESS;
            case COMPLETED -> COMPLETED;
            case EXPIRED -> EXPIRED;
            case CANCELED -> CANCELED;
            case DECLINED -> DECLINED;
        };
    }

    static Optional<EventType> named(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    /** Whether a subscription may name it: a type, or a wildcard of types. */
    static boolean isSubscribable(String text) {
        return WILDCARDS.contains(text) || named(text).isPresent();
    }

    /** Whether a subscription to {@code subscribed} hears events of this type. */
    boolean isHeardBy(String subscribed) {
        return WILDCARDS.contains(subscribed)
                ? text.startsWith(subscribed.substring(0, subscribed.length() - 1))
                : text.equals(subscribed);
    }

    static String list() {
        return Stream.concat(WILDCARDS.stream(), Arrays.stream(values()).map(type -> type.text))
                .collect(Collectors.joining(", "));
    }
}
