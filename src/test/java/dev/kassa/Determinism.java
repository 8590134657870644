package dev.kassa;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * All that a workflow may touch: values, and Temporal's workflow API. No clock, randomness, thread, I/O or Spring is on
 * the list; a class that is needed and harmless is added to it on purpose.
 */
final class Determinism {
    /** Whole packages, and single classes with whatever is nested in them. */
    private static final Pattern ALLOWED = Pattern.compile(String.join(
            "|",
            "dev\\.kassa\\.checkout\\.workflow\\.[^.]+",
            "dev\\.kassa\\.operations\\.reconciler\\.(Reconciler(Workflow(Impl)?|Activities)|Pass)",
            // Values only: the ports beside them do I/O.
            "dev\\.kassa\\.checkout\\.(?!Merchant(Notices|Deliveries)\\b)[^.]+",
            "dev\\.kassa\\.klarna\\.(?!Klarna$)[^.]+",
            "io\\.temporal\\.workflow\\.[^.]+",
            "io\\.temporal\\.failure\\.[^.]+",
            "io\\.temporal\\.common\\.(RetryOptions|SearchAttributeKey|SearchAttributeUpdate|SearchAttributes)(\\$.*)?",
            "io\\.temporal\\.activity\\.(ActivityInterface|ActivityMethod|ActivityOptions|LocalActivityOptions"
                    + "|ActivityCancellationType)(\\$.*)?",
            // Temporal's own metrics, which are silent while a history is replayed.
            "com\\.uber\\.m3\\.(tally\\.(Scope|Counter|Timer)|util\\.Duration)",
            "java\\.lang\\.(Object|Record|Enum|Comparable|CharSequence|String|StringBuilder|Iterable|Runnable|Override"
                    + "|Deprecated|SafeVarargs|SuppressWarnings|FunctionalInterface|Integer|Long|Boolean|Number|Class"
                    + "|Void|Throwable|Error|AssertionError|NoSuchFieldError|MatchException|[A-Za-z]*Exception)",
            "java\\.lang\\.(invoke\\.(MethodHandles(\\$Lookup)?|SerializedLambda|TypeDescriptor|StringConcatFactory"
                    + "|LambdaMetafactory|CallSite|MethodType|MethodHandle)|runtime\\.(ObjectMethods|SwitchBootstraps)"
                    + "|annotation\\.[A-Za-z]+)",
            "java\\.time\\.(Duration|Instant|OffsetDateTime|ZoneOffset|temporal\\.(ChronoUnit|TemporalUnit|Temporal"
                    + "|TemporalAmount)|format\\.DateTimeFormatter)",
            "java\\.util\\.(Optional|OptionalInt|OptionalLong|List|Map(\\$Entry)?|Set|Collection|EnumSet|EnumMap"
                    + "|Objects|ArrayList|LinkedHashMap|LinkedHashSet|ArrayDeque|Deque|Comparator|Iterator|Locale"
                    + "|function\\.[A-Za-z]+|stream\\.(Stream|Collectors|IntStream))",
            "org\\.jspecify\\.annotations\\.[A-Za-z]+",
            "com\\.fasterxml\\.jackson\\.annotation\\.[A-Za-z$]+",
            "tools\\.jackson\\.databind\\.JsonNode"));

    /** What a notification's run touches besides; of chance only what {@code Workflow.newRandom()} gives. */
    private static final Pattern ALLOWED_TO_NOTIFICATIONS = Pattern.compile(String.join(
            "|",
            "dev\\.kassa\\.notification\\.(Notification|NotificationId|NotificationWorkflow|NotificationWorkflowImpl"
                    + "|NotificationActivities(\\$.*)?|RetrySchedule)",
            "dev\\.kassa\\.checkout\\.MerchantDeliveries\\$(Delivery|Status|Try)(\\$.*)?",
            // The details of a failure, from the history; and arithmetic, but for the chance among it, which is
            // forbidden.
            "io\\.temporal\\.common\\.converter\\.Values",
            "java\\.lang\\.Math",
            "java\\.util\\.Random"));

    private static final Pattern NOTHING = Pattern.compile("(?!)");

    /** Calls that let the world in through a class that is otherwise harmless. */
    private static final Pattern FORBIDDEN_CALLS = Pattern.compile("java\\.time\\.[A-Za-z]+\\.now"
            + "|java\\.util\\.Random\\.<init>|java\\.lang\\.Math\\.random"
            + "|java\\.lang\\.Object\\.(wait|notify|notifyAll)"
            + "|java\\.lang\\.Class\\.(getResource|getResourceAsStream|forName|getClassLoader)"
            + "|java\\.util\\.stream\\.[A-Za-z]+\\.(parallel|generate)"
            + "|java\\.util\\.Collection\\.parallelStream");

    private static final Set<String> PRIMITIVES =
            Set.of("boolean", "byte", "char", "short", "int", "long", "float", "double", "void");

    private Determinism() {}

    /** Each class and each call is on the list. */
    static ArchCondition<JavaClass> keep() {
        return keep(NOTHING);
    }

    /** The same for the run of a notification. */
    static ArchCondition<JavaClass> keepInNotifications() {
        return keep(ALLOWED_TO_NOTIFICATIONS);
    }

    private static ArchCondition<JavaClass> keep(Pattern more) {
        return new ArchCondition<>("touch nothing but values and Temporal's workflow API") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(use -> !isAllowed(use.getTargetClass().getBaseComponentType(), more))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(type, use.getDescription())));
                type.getAccessesFromSelf().stream()
                        .filter(access -> isForbidden(access.getTarget()))
                        .map(JavaAccess::getDescription)
                        .forEach(call -> events.add(SimpleConditionEvent.violated(type, call)));
            }
        };
    }

    private static boolean isAllowed(JavaClass used, Pattern more) {
        return PRIMITIVES.contains(used.getName())
                || ALLOWED.matcher(used.getName()).matches()
                || more.matcher(used.getName()).matches();
    }

    private static boolean isForbidden(AccessTarget target) {
        return FORBIDDEN_CALLS
                .matcher(target.getOwner().getName() + "." + target.getName())
                .matches();
    }
}
