package dev.kassa.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that becomes a list of cards on a phone. The roles say again what the elements say, because a style that shows
 * a cell as a block takes its meaning from it.
 */
final class HtmlTable {

    private final String caption;
    private final List<String> columns;
    private final List<Html> rows = new ArrayList<>();

    /** {@code caption} tells a screen reader what the table is; sighted people read the heading above it. */
    HtmlTable(String caption, String... columns) {
        this.caption = caption;
        this.columns = List.of(columns);
    }

    /** A row, a value for each column; by the rules of {@link Html#of}. */
    HtmlTable row(@Nullable Object... values) {
        List<Html> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            cells.add(Html.of("<td role=cell data-label=\"{}\"><div>{}</div></td>", columns.get(i), values[i]));
        }
        rows.add(Html.of("<tr role=row>{}</tr>\n", cells));
        return this;
    }

    /** The table, or what is said instead where it has no row. */
    Html orWhenEmpty(String instead) {
        if (rows.isEmpty()) {
            return Html.of("<p class=soft>{}</p>", instead);
        }
        List<Html> heads = columns.stream()
                .map(column -> Html.of("<th role=columnheader scope=col>{}</th>", column))
                .toList();
        return Html.of("""
                <table role=table><caption class=unseen>{}</caption>
                <thead role=rowgroup><tr role=row>{}</tr></thead>
                <tbody role=rowgroup>{}</tbody></table>
                """, caption, heads, rows);
    }
}
