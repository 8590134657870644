package dev.kassa.sandbox;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A piece of HTML. What a caller or a customer wrote enters one only as a value of {@link #of}, where it is escaped: no
 * page can forget to do it.
 */
record Html(String markup) {

    static final Html NOTHING = new Html("");

    /**
     * A template, each {@code {}} of it replaced by a value: HTML as it is, a list of HTML joined, anything else as
     * text, null as nothing. Attributes need their double quotes in the template.
     *
     * @throws IllegalArgumentException where values are missing or left over
     */
    static Html of(String template, @Nullable Object... values) {
        StringBuilder markup = new StringBuilder(template.length() + 32 * values.length);
        int from = 0;
        for (@Nullable Object value : values) {
            int to = template.indexOf("{}", from);
            if (to < 0) {
                throw new IllegalArgumentException("More values than places in: " + template);
            }
            markup.append(template, from, to).append(markup(value));
            from = to + 2;
        }
        if (template.indexOf("{}", from) >= 0) {
            throw new IllegalArgumentException("Fewer values than places in: " + template);
        }
        return new Html(markup.append(template, from, template.length()).toString());
    }

    private static String markup(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Html html -> html.markup();
            case Collection<?> parts -> parts.stream().map(Html::markup).collect(Collectors.joining());
            default -> escaped(value.toString());
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
