package dev.kassa.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.core.env.Environment;

/** Reads {@code kassa.*} and collects every fault on the way, instead of stopping at the first. */
final class PropertiesReader {
    private static final String TEMPORAL_TARGET = "spring.temporal.connection.target";

    private final Environment environment;
    private final List<PropertyFault> faults = new ArrayList<>();

    private PropertiesReader(Environment environment) {
        this.environment = environment;
    }

    /**
     * The properties, all of which are fit for use.
     *
     * @throws InvalidPropertiesException naming every property that is missing, wrong or unknown
     */
    static KassaProperties read(Environment environment) {
        return new PropertiesReader(environment).read();
    }

    private KassaProperties read() {
        if (environment.getProperty(TEMPORAL_TARGET, "").isBlank()) {
            faults.add(new PropertyFault(TEMPORAL_TARGET, "is missing (or TEMPORAL_ADDRESS)"));
        }
        KassaProperties properties = bind();
        if (properties == null) {
            // A fault in the middle of a list leaves nothing to judge the rest by.
            throw new InvalidPropertiesException(faults);
        }
        List<String> unreadable = faults.stream().map(PropertyFault::property).toList();
        new PropertyRules(properties)
                .faults().stream()
                        // What could not be read looks as if it were missing: one fault is enough.
                        .filter(fault -> !unreadable.contains(fault.property()))
                        .forEach(faults::add);
        if (!faults.isEmpty()) {
            throw new InvalidPropertiesException(faults);
        }
        return properties;
    }

    private @Nullable KassaProperties bind() {
        var strict = new NoUnboundElementsBindHandler(new Collecting(), new UnboundElementsSourceFilter());
        var target = Bindable.of(KassaProperties.class);
        try {
            return Binder.get(environment).bindOrCreate("kassa", target, strict);
        } catch (BindException failure) {
            if (!(failure.getCause() instanceof UnboundConfigurationPropertiesException unknown)) {
                throw failure;
            }
            unknown.getUnboundProperties().stream()
                    .map(property -> property.getName().toString())
                    // A value that could not be converted is unbound too.
                    .filter(name ->
                            faults.stream().noneMatch(fault -> fault.property().equals(name)))
                    .forEach(name -> faults.add(new PropertyFault(name, "is not known")));
            return Binder.get(environment).bindOrCreate("kassa", target, new Collecting());
        }
    }

    /** Takes a value that cannot be converted for a missing one, and remembers it; the value is not repeated. */
    private final class Collecting extends AbstractBindHandler {
        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                throws Exception {
            if (error instanceof UnboundConfigurationPropertiesException) {
                throw error;
            }
            Class<?> type = target.getType().toClass();
            var fault = new PropertyFault(name.toString(), "cannot be read as " + type.getSimpleName());
            if (!faults.contains(fault) && !isExplained(name)) {
                faults.add(fault);
            }
            return unboxed(type);
        }

        /** Whether something inside that could not be read either, and so is named already. */
        private boolean isExplained(ConfigurationPropertyName name) {
            return faults.stream().anyMatch(fault -> name.isAncestorOf(ConfigurationPropertyName.of(fault.property())));
        }

        /** A component that cannot be null: what stands in for it is never used, as the fault ends the start. */
        private static @Nullable Object unboxed(Class<?> type) {
            if (type == boolean.class) {
                return false;
            }
            return type == int.class ? 1 : null;
        }
    }
}
