package dev.kassa.sandbox;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A form of the console: a command of the control API, written so that a browser without scripts can send it. A field's
 * name is the command's; {@code :number} behind it says that digits are a number. Blank fields are left out.
 */
final class Form {

    /** What stands before a command's path here, in place of {@code /sandbox/}. */
    static final String PATH = "/ui/do/";

    private static final String BACK = "back";
    private static final String METHOD = "method";
    private static final String NUMBER = ":number";

    private final Map<String, String> fields = new LinkedHashMap<>();

    private Form() {}

    /** What a browser sent. */
    static Form of(Call call) {
        Form form = new Form();
        for (String field : call.text().split("&", -1)) {
            int is = field.indexOf('=');
            if (is > 0) {
                form.fields.put(decoded(field.substring(0, is)), decoded(field.substring(is + 1)));
            }
        }
        return form;
    }

    /** Any text as one part of a command's path. */
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A form for a command without anything to fill in: one button. */
    static Html button(String command, String back, String kind, String label) {
        return Html.of("{}<button class=\"{}\">{}</button></form>\n", begin("POST", command, back), kind, label);
    }

    /** A form with fields, which its caller writes, and one button. */
    static Html of(String method, String command, String back, List<Html> fields, String label) {
        return Html.of("{}{}<button>{}</button></form>\n", begin(method, command, back), fields, label);
    }

    static Html text(String name, String label, String example) {
        return Html.of(
                "<label>{}<input name=\"{}\" placeholder=\"e.g. {}\" autocomplete=off spellcheck=false></label>\n",
                label,
                name,
                example);
    }

    static Html hidden(String name, String value) {
        return Html.of("<input type=hidden name=\"{}\" value=\"{}\">", name, value);
    }

    /** A choice of words, the first of them chosen. */
    static Html choice(String name, String label, List<Vocabulary.Word> words) {
        return choice(name, label, "", words);
    }

    static Html choice(String name, String label, String chosen, List<Vocabulary.Word> words) {
        List<Html> options = words.stream()
                .map(word -> Html.of(
                        "<option value=\"{}\"{}>{}</option>",
                        word.name(),
                        new Html(word.name().equals(chosen) ? " selected" : ""),
                        word.label()))
                .toList();
        return Html.of("<label>{}<select name=\"{}\">{}</select></label>\n", label, name, options);
    }

    /** The command that this form stands for. */
    Call command(Call sent) {
        ObjectNode body = Json.object();
        fields.forEach((name, value) -> put(body, name, value.strip()));
        String path = "/sandbox/" + sent.path().substring(PATH.length());
        return new Call(fields.getOrDefault(METHOD, "POST"), path, Map.of(), Json.bytes(body));
    }

    /** The page of the console that it was sent from. */
    String back() {
        return Optional.ofNullable(fields.get(BACK))
                .filter(page -> page.equals("/") || page.matches("/ui/[a-z]+(/[0-9a-f-]+)?"))
                .orElse("/");
    }

    private static void put(ObjectNode body, String name, String value) {
        if (value.isEmpty() || name.equals(BACK) || name.equals(METHOD)) {
            return;
        }
        if (!name.endsWith(NUMBER)) {
            body.put(name, value);
            return;
        }
        String bare = name.substring(0, name.length() - NUMBER.length());
        if (value.matches("-?\\d{1,9}")) {
            body.put(bare, Integer.parseInt(value));
        } else {
            body.put(bare, value);
        }
    }

    private static Html begin(String method, String command, String back) {
        return Html.of(
                "<form method=post action=\"{}{}\">{}{}", PATH, command, hidden(BACK, back), hidden(METHOD, method));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }
}
