package dev.kassa.docs;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** All properties {@code kassa.*} with their defaults, an empty one where there is none. */
final class Properties {
    private static final Pattern ROW = Pattern.compile("^\\| `(kassa\\.[^`]+)` \\| ([^|]*) \\|", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`(.*)`");

    private Properties() {}

    /** A default is what stands alone and as code in the second column; anything else is words for people. */
    static Map<String, String> onThePage(Page page) {
        var found = new TreeMap<String, String>();
        ROW.matcher(page.prose()).results().forEach(row -> {
            var code = CODE.matcher(row.group(2));
            found.put(row.group(1), code.matches() ? code.group(1) : "");
        });
        return found;
    }

    static Map<String, String> inTheCode() throws ClassNotFoundException {
        var found = new TreeMap<String, String>();
        collect("kassa", Class.forName("dev.kassa.runtime.KassaProperties"), found);
        return found;
    }

    private static void collect(String prefix, Class<?> type, Map<String, String> found) {
        var components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            var component = components[i];
            var name = prefix + "." + kebab(component.getName());
            if (component.getType().isRecord()) {
                collect(name, component.getType(), found);
            } else if (element(component.getGenericType()) instanceof Class<?> each && each.isRecord()) {
                collect(name + "[n]", each, found);
            } else {
                found.put(name, defaultOf(type, i));
            }
        }
    }

    private static Type element(Type type) {
        return type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
    }

    /** A record of properties has one constructor, and only its parameters keep the annotation. */
    private static String defaultOf(Class<?> type, int place) {
        var value = type.getDeclaredConstructors()[0].getParameters()[place].getAnnotation(DefaultValue.class);
        return value == null ? "" : String.join(", ", value.value());
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z0-9]+)", "-$1").toLowerCase(Locale.ROOT).replace("sha-256", "sha256");
    }
}
