package dev.kassa.runtime;

import static java.util.Objects.requireNonNull;

import dev.kassa.merchant.Merchant;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * {@code kassa.merchants-file}: the list of {@code kassa.merchants} as YAML, bare or under its name, by the same rules.
 * Placeholders such as {@code ${NAME}} are filled in, so that secrets can stay in the environment.
 */
final class MerchantsFile {
    private static final String PROPERTY = "kassa.merchants-file";
    /** How Spring's YAML loader names a list that stands bare, and under which names it may stand. */
    private static final List<String> LISTS = List.of("document", "merchants", "kassa.merchants");

    private static final int LARGEST = 16 * 1024 * 1024;

    private final Path path;
    private final boolean allowPlainHttp;
    private final Environment environment;

    private MerchantsFile(Path path, boolean allowPlainHttp, Environment environment) {
        this.path = path;
        this.allowPlainHttp = allowPlainHttp;
        this.environment = environment;
    }

    /** The file; empty where none is configured. */
    static Optional<MerchantsFile> of(KassaProperties kassa, Environment environment) {
        return Optional.ofNullable(kassa.merchantsFile())
                .filter(file -> !file.isBlank())
                .map(file -> new MerchantsFile(Path.of(file), kassa.allowPlainHttp(), environment));
    }

    /** The file before anything else was read, for whoever asks only which merchants there are. */
    static Optional<MerchantsFile> of(Environment environment) {
        return Optional.of(environment.getProperty(PROPERTY, ""))
                .filter(file -> !file.isBlank())
                .map(file -> new MerchantsFile(Path.of(file), true, environment));
    }

    Path path() {
        return path;
    }

    /** What stands in it now. Throws nothing: whatever is wrong is a fault. */
    Reading read() {
        byte[] content;
        try (var in = Files.newInputStream(path)) {
            content = bounded(in);
        } catch (IOException unreadable) {
            return refused(
                    new byte[0], "cannot be read: " + unreadable.getClass().getSimpleName());
        }
        if (content.length > LARGEST) {
            return refused(new byte[0], "has more than 16 MiB");
        }
        try {
            var sources = new YamlPropertySourceLoader().load(PROPERTY, new ByteArrayResource(content));
            return sources.size() == 1 ? read(content, sources.getFirst()) : refused(content, "holds no list");
        } catch (IOException | YAMLException | IllegalStateException malformed) {
            return refused(content, "is no YAML" + place(malformed));
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        return in.readNBytes(LARGEST + 1);
    }

    private Reading read(byte[] content, PropertySource<?> source) {
        var names = ((EnumerablePropertySource<?>) source).getPropertyNames();
        var list = LISTS.stream().filter(name -> isAllOf(name, names)).findFirst();
        if (list.isEmpty()) {
            return refused(content, "must hold the list of merchants, bare or as kassa.merchants, and nothing else");
        }
        var binder = new Binder(List.of(requireNonNull(ConfigurationPropertySource.from(source))), placeholders());
        var binding = new StrictBinding(binder);
        var configured = binding.bind(list.get(), Bindable.listOf(KassaProperties.Merchant.class));
        List<PropertyFault> faults = new ArrayList<>();
        binding.faults().forEach(fault -> faults.add(named(list.get(), fault)));
        if (faults.isEmpty() && (configured == null || configured.isEmpty())) {
            faults.add(new PropertyFault(PROPERTY, "holds no merchant"));
        }
        var found = new FoundFaults(allowPlainHttp);
        var merchants =
                new MerchantRules(PROPERTY + ": merchants", found).check(configured == null ? List.of() : configured);
        found.all().stream()
                .filter(fault ->
                        faults.stream().noneMatch(before -> before.property().equals(fault.property())))
                .forEach(faults::add);
        return new Reading(content, merchants, List.copyOf(faults));
    }

    private static boolean isAllOf(String list, String[] names) {
        return names.length > 0 && Arrays.stream(names).allMatch(name -> name.startsWith(list + "["));
    }

    private @Nullable PropertySourcesPlaceholdersResolver placeholders() {
        return environment instanceof ConfigurableEnvironment configurable
                ? new PropertySourcesPlaceholdersResolver(configurable.getPropertySources())
                : null;
    }

    private static PropertyFault named(String list, PropertyFault fault) {
        return new PropertyFault(PROPERTY + ": merchants" + fault.property().substring(list.length()), fault.fault());
    }

    /** Where it is wrong; what stands there may be a secret. */
    private static String place(Exception malformed) {
        for (Throwable cause = malformed; cause != null; cause = cause.getCause()) {
            if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
                return ", line " + (marked.getProblemMark().getLine() + 1);
            }
        }
        return "";
    }

    private static Reading refused(byte[] content, String why) {
        return new Reading(content, List.of(), List.of(new PropertyFault(PROPERTY, why)));
    }

    /** One reading: good where it has no faults. Deliberately not a record: its content may hold secrets. */
    static final class Reading {
        private final byte[] content;
        private final List<Merchant> merchants;
        private final List<PropertyFault> faults;

        private Reading(byte[] content, List<Merchant> merchants, List<PropertyFault> faults) {
            this.content = content;
            this.merchants = merchants;
            this.faults = faults;
        }

        List<Merchant> merchants() {
            return merchants;
        }

        List<PropertyFault> faults() {
            return faults;
        }

        boolean isSameAs(Reading other) {
            return Arrays.equals(content, other.content) && faults.equals(other.faults);
        }
    }
}
