package dev.kassa.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What proof/bench and proof/standing-load hand on: {@code --name value}, each of which is there. */
record Options(Map<String, String> values) {
    static Options of(String[] arguments) {
        var values = new HashMap<String, String>();
        for (int place = 0; place + 1 < arguments.length; place += 2) {
            values.put(arguments[place].substring(2), arguments[place + 1]);
        }
        return new Options(values);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        var value = values.get(name);
        return value == null ? otherwise : Integer.parseInt(value);
    }

    List<String> list(String name, String otherwise) {
        return Stream.of(text(name, otherwise).split("[, ]+"))
                .filter(one -> !one.isBlank())
                .toList();
    }
}
