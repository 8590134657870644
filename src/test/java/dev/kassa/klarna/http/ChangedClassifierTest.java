package dev.kassa.klarna.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.http.ErrorTable.Classifier;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of errors notices each class that is turned into another, at each place where the classifier decides on
 * one. PIT knows no such change.
 */
class ChangedClassifierTest {
    private static final ClassDesc FAILURE =
            KlarnaException.class.describeConstable().orElseThrow();
    private static final List<String> CLASSES = List.of("Transient", "OutcomeUnknown", "Refused");

    static Stream<Arguments> changes() throws IOException {
        int places = places();
        return IntStream.range(0, places)
                .boxed()
                .flatMap(place -> CLASSES.stream().map(other -> Arguments.of(place, other)));
    }

    @ParameterizedTest(name = "place {0} says {1}")
    @MethodSource("changes")
    void aClassThatIsTurnedIntoAnotherTurnsTheTableRed(int place, String other) throws Exception {
        Changes.begin();
        var changed = changed(place, other);

        if (makesADifference(changed)) {
            assertThatThrownBy(() -> ErrorTable.checkAll(changed)).isInstanceOf(AssertionError.class);
        } else {
            assertThat(Changes.reached()).as("the table comes by this place").isTrue();
        }
    }

    @Test
    void thereArePlacesAndAClassifierThatIsOnlyCopiedKeepsTheTableGreen() throws Exception {
        assertThat(places()).isGreaterThan(15);
        ErrorTable.checkAll(changed(-1, "Refused"));
    }

    /** Where the place only ever says that class already, the change is none. */
    private static boolean makesADifference(Classifier changed) {
        for (var operation : Operation.values()) {
            for (var failure : IoFailure.values()) {
                changed.noAnswer(operation, failure);
            }
            ErrorTable.rows()
                    .forEach(row -> Arrays.stream(ErrorTable.Body.values()).forEach(body -> {
                        try {
                            row.check(changed, operation, body);
                        } catch (AssertionError noticed) {
                            // Counted below.
                        }
                    }));
        }
        return Changes.made();
    }

    /** What the changed places call. */
    static final class Changes {
        private static boolean reached;
        private static boolean made;

        private Changes() {}

        static void begin() {
            reached = false;
            made = false;
        }

        static boolean reached() {
            return reached;
        }

        static boolean made() {
            return made;
        }

        static KlarnaException into(KlarnaException failure, String other) {
            reached = true;
            made |= !failure.getClass().getSimpleName().equals(other);
            return switch (other) {
                case "Transient" -> new KlarnaException.Transient(failure.details(), failure.getCause());
                case "OutcomeUnknown" -> new KlarnaException.OutcomeUnknown(failure.details(), failure.getCause());
                default -> new KlarnaException.Refused(failure.details());
            };
        }
    }

    private static int places() throws IOException {
        return (int) ClassFile.of().parse(octets()).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .filter(ChangedClassifierTest::decides)
                .count();
    }

    private static boolean decides(Object element) {
        return element instanceof InvokeInstruction call
                && (call.typeSymbol().returnType().equals(FAILURE)
                        || (CLASSES.contains(call.owner().asInternalName().replaceFirst(".*\\$", ""))
                                && call.name().equalsString(ConstantDescs.INIT_NAME)));
    }

    private static byte[] octets() throws IOException {
        try (var in = FailureClassifier.class.getResourceAsStream("FailureClassifier.class")) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static Classifier changed(int place, String other) throws Exception {
        int[] passed = {0};
        var into = MethodTypeDesc.of(FAILURE, FAILURE, ConstantDescs.CD_String);
        var changes = Changes.class.describeConstable().orElseThrow();
        var octets = ClassFile.of()
                .transformClass(
                        ClassFile.of().parse(octets()), ClassTransform.transformingMethodBodies((code, element) -> {
                            code.with(element);
                            if (decides(element) && passed[0]++ == place) {
                                code.ldc(other).invokestatic(changes, "into", into);
                            }
                        }));
        return new Hidden(MethodHandles.lookup().defineHiddenClass(octets, true));
    }

    /** A classifier that has no name. */
    private static final class Hidden implements Classifier {
        private final MethodHandle refusal;
        private final MethodHandle unreadable;
        private final MethodHandle noAnswer;

        Hidden(Lookup lookup) throws ReflectiveOperationException {
            refusal = handle(lookup, "refusal", Operation.class, Answer.class);
            unreadable = handle(lookup, "unreadable", Operation.class, Answer.class, String.class);
            noAnswer = handle(lookup, "noAnswer", Operation.class, IoFailure.class, Throwable.class);
        }

        private static MethodHandle handle(Lookup lookup, String name, Class<?>... parameters)
                throws ReflectiveOperationException {
            var type = MethodType.methodType(KlarnaException.class, parameters);
            return lookup.findStatic(lookup.lookupClass(), name, type);
        }

        private static KlarnaException call(MethodHandle handle, Object... arguments) {
            try {
                return (KlarnaException) handle.invokeWithArguments(arguments);
            } catch (Throwable unexpected) {
                throw new IllegalStateException(unexpected);
            }
        }

        @Override
        public KlarnaException refusal(Operation operation, Answer answer) {
            return call(refusal, operation, answer);
        }

        @Override
        public KlarnaException unreadable(Operation operation, Answer answer) {
            return call(unreadable, operation, answer, "it says nothing");
        }

        @Override
        public KlarnaException noAnswer(Operation operation, IoFailure failure) {
            return call(noAnswer, operation, failure, new IOException("cut"));
        }
    }
}
