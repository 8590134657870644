package dev.kassa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.lang.constant.ConstantDescs.CD_void;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.kassa.operations.reconciler.ReconcilerWorkflowImpl;
import java.io.IOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arrows of {@link Arrows} hold, and each rule is shown classes that break it. */
class ArchitectureTest {
    private static final String WORKFLOW = "dev.kassa.checkout.workflow";
    private static final String RECONCILER_WORKFLOW = "dev.kassa.operations.reconciler.ReconcilerWorkflow";
    private static final ArchRule ARROWS = classes().should(Arrows.follow());
    private static final ArchRule DETERMINISM = classes()
            .that()
            .resideInAPackage(WORKFLOW)
            .or(areReconcilerWorkflows())
            .should(Determinism.keep());
    private static final ArchRule NOTIFICATIONS_DETERMINISM = classes()
            .that()
            .haveNameMatching("dev\\.kassa\\.notification\\.(NotificationWorkflowImpl|RetrySchedule)(\\$.*)?")
            .should(Determinism.keepInNotifications());
    private static final JavaClasses KASSA = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(Arrows.ROOT);

    @TempDir
    private Path directory;

    private static DescribedPredicate<JavaClass> areReconcilerWorkflows() {
        return DescribedPredicate.describe(
                "are the reconciler's workflow", type -> type.getName().startsWith(RECONCILER_WORKFLOW));
    }

    @Test
    void everyUseOfOurOwnPackagesFollowsAnArrow() {
        ARROWS.check(KASSA);
    }

    @Test
    void theWorkflowTouchesNothingButValuesAndTemporalsApi() {
        DETERMINISM.check(KASSA);
    }

    /** ArchUnit fails a rule to which no class belongs, so a misspelt name would be seen. */
    @Test
    void aNotificationsRunTouchesNothingElseEither() {
        NOTIFICATIONS_DETERMINISM.check(KASSA);
    }

    @Test
    void aNotificationsRunThatMakesChancesOfItsOwnIsRefused() {
        var classes = new ClassFileImporter().importClasses(ChanceOfItsOwn.class, ChanceByReference.class);
        assertThat(offenders(classes().should(Determinism.keepInNotifications()), classes))
                .hasSize(2);
    }

    private static final class ChanceOfItsOwn {
        private final double chance = new Random().nextDouble();

        @Override
        public String toString() {
            return "" + chance;
        }
    }

    private static final class ChanceByReference {
        private final Supplier<Random> chance = Random::new;

        @Override
        public String toString() {
            return "" + chance.get();
        }
    }

    @Test
    void theRuleKnowsTheReconcilersWorkflow() {
        assertThat(KASSA.stream().filter(areReconcilerWorkflows())).hasSize(2);
        assertThat(offenders(
                        classes().that(areReconcilerWorkflows()).should(Determinism.keep()),
                        new ClassFileImporter().importClasses(ReconcilerWorkflowImpl.class)))
                .isEmpty();
    }

    @Test
    void everyPackageOnTheListHasClassesAndEveryPackageWithClassesIsOnTheList() {
        assertThat(Arrows.strays(List.copyOf(KASSA))).isEmpty();
    }

    @Test
    void everyArrowOnTheListIsUsed() {
        assertThat(Arrows.unused(List.copyOf(KASSA))).isEmpty();
    }

    @Test
    void aMisspeltPackageAndAnUnlistedOneAreSeen() {
        var one = imported("dev.kassa.klarnaa", probe -> {});
        assertThat(Arrows.strays(List.copyOf(one))).contains("klarnaa", "klarna");
    }

    /** Every pair of packages: what the list does not allow is reported, and what it allows is not. */
    @Test
    void everyArrowThatIsNotOnTheListBites() {
        Set<String> expected = new TreeSet<>();
        for (String from : Arrows.packages()) {
            for (String to : Arrows.packages()) {
                write(from, to, probe -> probe.withField("used", probe(to, ""), 0));
                if (!Arrows.isAllowed(from, to)) {
                    expected.add(className(from, to));
                }
            }
        }
        assertThat(offenders(ARROWS, new ClassFileImporter().importPath(directory)))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** What the list must say whatever else it says. */
    @ParameterizedTest
    @CsvSource({
        "klarna, checkout",
        "sandbox, klarna",
        "sandbox, secret",
        "checkout, checkout.workflow",
        "checkout.workflow, secret",
        "checkout.workflow, klarna.http",
        "checkout.activity, klarna.http",
        "checkout.inbox, checkout.api",
        "checkout.payhub, checkout.api",
        "checkout.api, checkout.payhub",
        "secret, klarna",
        "merchant, checkout",
        "demo, checkout.client",
        "operations, runtime",
        "demo, runtime",
        "checkout.api, runtime"
    })
    void theListAllowsNoneOfThese(String from, String to) {
        assertThat(Arrows.packages()).contains(from, to);
        assertThat(Arrows.isAllowed(from, to)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.Thread",
                "java.lang.System",
                "java.lang.ThreadLocal",
                "java.util.Random",
                "java.util.UUID",
                "java.util.Date",
                "java.util.concurrent.CompletableFuture",
                "java.util.concurrent.locks.ReentrantLock",
                "java.time.Clock",
                "java.time.InstantSource",
                "java.security.SecureRandom",
                "java.io.File",
                "java.nio.file.Files",
                "java.net.http.HttpClient",
                "org.slf4j.Logger",
                "org.springframework.stereotype.Component",
                "io.temporal.client.WorkflowClient",
                "io.temporal.activity.Activity",
                "dev.kassa.klarna.Klarna",
                "dev.kassa.checkout.MerchantNotices",
                "dev.kassa.secret.TokenSeal"
            })
    void aWorkflowThatKnowsThisClassIsRefused(String forbidden) {
        var classes = imported(WORKFLOW, probe -> probe.withField("used", ClassDesc.of(forbidden), 0));
        assertThat(offenders(DETERMINISM, classes)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "java.time.Instant, now, java.time.Instant",
        "java.time.OffsetDateTime, now, java.time.OffsetDateTime",
    })
    void aWorkflowThatAsksTheClockIsRefused(String owner, String method, String answer) {
        var classes = imported(
                WORKFLOW,
                probe -> probe.withMethodBody(
                        "ask",
                        MethodTypeDesc.of(CD_void),
                        ClassFile.ACC_STATIC,
                        code -> code.invokestatic(ClassDesc.of(owner), method, MethodTypeDesc.of(ClassDesc.of(answer)))
                                .pop()
                                .return_()));
        assertThat(offenders(DETERMINISM, classes)).hasSize(1);
    }

    @Test
    void aWorkflowThatHandsTheClockOnByReferenceIsRefused() {
        var classes = new ClassFileImporter().importClasses(ClockByReference.class);
        assertThat(offenders(classes().should(Determinism.keep()), classes)).hasSize(1);
    }

    /** Breaks the rule as a programmer would. */
    private static final class ClockByReference implements Supplier<Instant> {
        private final Supplier<Instant> clock = Instant::now;

        @Override
        public Instant get() {
            return clock.get();
        }
    }

    @Test
    void aWorkflowThatKnowsOnlyValuesIsNotRefused() {
        var classes = imported(WORKFLOW, probe -> probe.withField("used", ClassDesc.of("java.time.Instant"), 0));
        assertThat(offenders(DETERMINISM, classes)).isEmpty();
    }

    private static Set<String> offenders(ArchRule rule, JavaClasses classes) {
        var offenders = new TreeSet<String>();
        rule.evaluate(classes)
                .handleViolations(
                        (objects, message) -> objects.forEach(object -> offenders.add(((JavaClass) object).getName())));
        return offenders;
    }

    private JavaClasses imported(String packageName, Consumer<ClassBuilder> body) {
        write(packageName.substring(Arrows.ROOT.length() + 1), "", body);
        return new ClassFileImporter().importPath(directory);
    }

    /** Writes a class of that package, made for this test. */
    private void write(String packageName, String tag, Consumer<ClassBuilder> body) {
        String name = className(packageName, tag);
        Path file = directory.resolve(name.replace('.', '/') + ".class");
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, ClassFile.of().build(ClassDesc.of(name), body));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static ClassDesc probe(String packageName, String tag) {
        return ClassDesc.of(className(packageName, tag));
    }

    private static String className(String packageName, String tag) {
        return (packageName.isEmpty() ? Arrows.ROOT : Arrows.ROOT + "." + packageName) + ".Probe"
                + tag.replace(".", "_");
    }
}
