package dev.kassa;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which package of ours may use which. What is not written here is not allowed. */
final class Arrows {
    static final String ROOT = "dev.kassa";

    private static final String SECRET = "secret";
    private static final String KLARNA = "klarna";
    private static final String WEBHOOK = "klarna.webhook";
    private static final String SETUP = "klarna.setup";
    private static final String CHECKOUT = "checkout";
    private static final String WORKFLOW = "checkout.workflow";
    private static final String CLIENT = "checkout.client";
    private static final String RECOVERY = "checkout.recovery";
    private static final String MERCHANT = "merchant";
    private static final String DEMO = "demo";
    private static final String CODEC = "operations.codec";

    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            // The application hands its set-up commands on before it starts.
            Map.entry("", Set.of(SETUP)),
            Map.entry(KLARNA, Set.of()),
            Map.entry("klarna.http", Set.of(KLARNA)),
            Map.entry(WEBHOOK, Set.of(KLARNA)),
            Map.entry(SETUP, Set.of(KLARNA, "klarna.http")),
            Map.entry(CHECKOUT, Set.of(KLARNA, SECRET)),
            Map.entry(WORKFLOW, Set.of(CHECKOUT, KLARNA)),
            Map.entry("checkout.activity", Set.of(WORKFLOW, CHECKOUT, KLARNA, SECRET)),
            // The inbox is what Klarna's webhook hands its notifications to.
            Map.entry("checkout.inbox", Set.of(RECOVERY, WORKFLOW, CHECKOUT, KLARNA, WEBHOOK, SECRET)),
            // Begun by the inbox and by the operators' schedule.
            Map.entry(RECOVERY, Set.of(WORKFLOW, CHECKOUT, KLARNA)),
            Map.entry(MERCHANT, Set.of(SECRET)),
            Map.entry(SECRET, Set.of()),
            Map.entry("notification", Set.of(CHECKOUT, MERCHANT, SECRET)),
            Map.entry("operations", Set.of(WORKFLOW, CHECKOUT, KLARNA, MERCHANT)),
            Map.entry(CODEC, Set.of(SECRET)),
            Map.entry("operations.reconciler", Set.of(RECOVERY, CHECKOUT)),
            Map.entry("sandbox", Set.of()),
            Map.entry(DEMO, Set.of()),
            // The API's packages, which stand on the client.
            Map.entry(CLIENT, Set.of(WORKFLOW, CHECKOUT, KLARNA, MERCHANT, SECRET)),
            Map.entry("checkout.api", Set.of(CLIENT, WORKFLOW, CHECKOUT, KLARNA, MERCHANT, SECRET)),
            Map.entry("checkout.payhub", Set.of(CLIENT, MERCHANT)));

    /** Wires everything; its name stands on no list above, so nobody uses it. */
    private static final String RUNTIME = "runtime";

    private Arrows() {}

    /** The packages with a line of their own, by their names below {@link #ROOT}. */
    static Set<String> packages() {
        var packages = new TreeSet<>(ALLOWED.keySet());
        packages.add(RUNTIME);
        return packages;
    }

    static boolean isAllowed(String from, String to) {
        return from.equals(to)
                || from.equals(RUNTIME)
                || ALLOWED.getOrDefault(from, Set.of()).contains(to);
    }

    /** The name below the root: {@code checkout.api}, or nothing for the root itself. */
    static String nameOf(JavaClass type) {
        if (!isOurs(type)) {
            return type.getPackageName();
        }
        return type.getPackageName().substring(ROOT.length()).replaceFirst("^\\.", "");
    }

    static boolean isOurs(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    /** Names that are on the list and have no class, or have classes and are not on the list. */
    static List<String> strays(Collection<JavaClass> classes) {
        var found = new TreeMap<String, Boolean>();
        classes.forEach(type -> found.put(nameOf(type), true));
        var strays = new TreeSet<>(packages());
        strays.removeAll(found.keySet());
        found.keySet().stream().filter(name -> !packages().contains(name)).forEach(strays::add);
        return List.copyOf(strays);
    }

    /** Arrows of the list that no class follows: {@code from -> to}. */
    static Set<String> unused(Collection<JavaClass> classes) {
        var unused = new TreeSet<String>();
        ALLOWED.forEach((from, all) -> all.forEach(to -> unused.add(from + " -> " + to)));
        for (var type : classes) {
            for (Dependency use : type.getDirectDependenciesFromSelf()) {
                unused.remove(
                        nameOf(type) + " -> " + nameOf(use.getTargetClass().getBaseComponentType()));
            }
        }
        return unused;
    }

    /** Each use of a class of ours is by an arrow of the list. */
    static ArchCondition<JavaClass> follow() {
        return new ArchCondition<>("use only the packages that their line in Arrows allows") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency use : type.getDirectDependenciesFromSelf()) {
                    JavaClass used = use.getTargetClass().getBaseComponentType();
                    if (isOurs(used) && !isAllowed(nameOf(type), nameOf(used))) {
                        events.add(SimpleConditionEvent.violated(type, use.getDescription()));
                    }
                }
            }
        };
    }
}
