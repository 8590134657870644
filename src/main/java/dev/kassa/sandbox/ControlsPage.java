package dev.kassa.sandbox;

import java.util.List;

/** What a person may arrange beforehand: faults of calls, plans, and the clock. */
final class ControlsPage {

    private static final String HERE = Page.Section.CONTROLS.path;

    private ControlsPage() {}

    static Answer of(Sandbox sandbox) {
        Html body = Html.of(
                """
                <h1>Controls</h1>
                <section class=card><h2>What coming calls suffer</h2><div data-live=faults>{}</div>{}</section>
                <section class=card><h2>What coming authorizes answer</h2><div data-live=plans>{}</div>{}</section>
                <section class=card><h2>The clock</h2>
                <p class=soft>It only goes forward. Expiries happen at once; webhooks that fall due are sent.</p>
                <div class=actions>{}</div>{}</section>
                <section class=card><h2>What Klarna&#39;s documents leave open</h2>
                <p class=soft>By the rows of docs/klarna.md; the first reading of each is the default.</p>{}</section>
                <section class=card><h2>Nobody there</h2>
                <p class=soft>Connections are refused, of this page too, until the time is over.</p>{}</section>
                """,
                FaultForms.rules(sandbox.faults().rules(), Fault::name, "faults", HERE),
                FaultForms.forCalls(HERE),
                FaultForms.rules(sandbox.plan().rules(), Result::name, "plans", HERE),
                plan(),
                List.of(
                        forward("PT1M", "1 minute"),
                        forward("PT15M", "15 minutes"),
                        forward("PT1H", "1 hour"),
                        forward("P1D", "1 day")),
                Form.of(
                        "POST",
                        "clock/advance",
                        HERE,
                        List.of(Form.text("duration", "By", "PT2H30M")),
                        "Advance the clock"),
                switches(sandbox.switches()),
                away());
        return Page.forOperators(200, "Controls", Page.Section.CONTROLS, sandbox.now(), body);
    }

    private static Html forward(String duration, String inWords) {
        return Form.of("POST", "clock/advance", HERE, List.of(Form.hidden("duration", duration)), "Forward " + inWords);
    }

    private static Html plan() {
        return Form.of(
                "POST",
                "plans",
                HERE,
                List.of(
                        Form.choice(
                                "operation",
                                "Operation",
                                FaultForms.words(Operation.AUTHORIZE, Operation.FINAL_AUTHORIZE)),
                        Form.choice("result", "Result", FaultForms.words(Result.values())),
                        FaultForms.reference()),
                "Plan it");
    }

    private static Html switches(Switches switches) {
        List<Html> fields = Switches.topics().stream()
                .map(topic -> {
                    Reading.Topic about = topic.getAnnotation(Reading.Topic.class);
                    return Form.choice(
                            topic.getSimpleName(),
                            about.row() + ": " + about.about(),
                            switches.in(topic).name(),
                            Switches.readings(topic).stream()
                                    .map(reading -> Vocabulary.Word.plain(reading.name()))
                                    .toList());
                })
                .toList();
        return Form.of("PUT", "switches", HERE, fields, "Read them so");
    }

    private static Html away() {
        return Form.of(
                "POST",
                "faults",
                HERE,
                List.of(Form.hidden("fault", "REFUSED_CONNECTION"), Form.text("duration", "For", "PT10S")),
                "Refuse connections");
    }
}
