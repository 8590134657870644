package dev.kassa.storm;

import org.jspecify.annotations.Nullable;

/**
 * Something that must never happen.
 *
 * @param rule of docs/how-it-works.md, 1 to 7; 8: a scheduled read was left out; 9: an idempotency key was used wrongly; 10: a
 *     checkout never ended
 * @param purchase absent where it is nobody's
 */
record Violation(int rule, @Nullable Purchase purchase, String what) {
    @Override
    public String toString() {
        var text = new StringBuilder("rule " + rule + ": " + what);
        if (purchase != null) {
            text.append("\n  checkout ")
                    .append(purchase.number())
                    .append(" of ")
                    .append(purchase.shop())
                    .append(", ")
                    .append(purchase.id())
                    .append(", session ")
                    .append(purchase.order().sessionTimeout())
                    .append(", expiry ")
                    .append(purchase.order().interactionExpiry().duration());
            purchase.story().forEach(line -> text.append("\n    ").append(line));
        }
        return text.toString();
    }
}
