package dev.kassa.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Faults for people: those that are waiting, and a form to order more out of the closed vocabulary. */
final class FaultForms {

    private FaultForms() {}

    /** The rules that are waiting, and a button that forgets them. */
    static <T> Html rules(List<Schedule.Rule<T>> rules, Function<T, String> name, String command, String back) {
        HtmlTable table = new HtmlTable("What is waiting", "What", "Of", "Reference", "Times");
        rules.forEach(rule -> table.row(
                name.apply(rule.what()),
                rule.subject() == null ? "any" : rule.subject(),
                rule.reference() == null ? "any" : rule.reference(),
                rule.times() == Schedule.ALWAYS ? "always" : rule.times()));
        Html clear =
                rules.isEmpty() ? Html.NOTHING : Form.of("DELETE", command, back, List.of(), "Forget all of these");
        return Html.of("{}{}", table.orWhenEmpty("Nothing is waiting."), clear);
    }

    static Html forCalls(String back) {
        List<Vocabulary.Word> faults = Vocabulary.ofCalls();
        List<Html> fields = List.of(
                Form.choice("operation", "Operation", words(Operation.values())),
                Form.choice("fault", "Fault", faults),
                parameters(faults),
                times(),
                reference());
        return Form.of("POST", "faults", back, fields, "Let it happen");
    }

    static Html forEvents(String back) {
        List<Vocabulary.Word> faults = Vocabulary.of(WebhookFault.class);
        List<Html> fields = List.of(
                Form.text("event_type", "Event type, or any", "payment.request.state-change.completed"),
                Form.choice("fault", "Fault", faults),
                parameters(faults),
                times(),
                reference());
        return Form.of("POST", "webhook-faults", back, fields, "Let it happen");
    }

    private static Html parameters(List<Vocabulary.Word> words) {
        List<Html> fields = words.stream()
                .flatMap(word -> word.parameters().stream())
                .distinct()
                .map(parameter -> switch (parameter.type()) {
                    case DURATION -> Form.text(parameter.name(), label(parameter), "PT30S");
                    case NUMBER -> Form.text(parameter.name() + ":number", label(parameter), "1");
                    case TEXT -> Form.text(parameter.name(), label(parameter), "");
                })
                .toList();
        return Html.of("{}", fields);
    }

    private static String label(Vocabulary.Parameter parameter) {
        return "Its " + parameter.name() + ", where it takes one";
    }

    static Html reference() {
        return Form.text("reference", "Only for a reference, or any", "order-1");
    }

    static List<Vocabulary.Word> words(Enum<?>... values) {
        return Arrays.stream(values)
                .map(value -> Vocabulary.Word.plain(value.name()))
                .toList();
    }

    private static Html times() {
        return Form.text("times:number", "Times, or always", "1");
    }
}
