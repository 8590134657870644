package dev.kassa.runtime;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Reads {@code kassa.*} and what it refers to, and tells of all faults at once. */
final class PropertiesReader {
    private static final String TEMPORAL_TARGET = "spring.temporal.connection.target";

    private PropertiesReader() {}

    /**
     * The properties, all of which are fit for use.
     *
     * @throws InvalidPropertiesException naming every property that is missing, wrong or unknown
     */
    static KassaProperties read(Environment environment) {
        List<PropertyFault> faults = new ArrayList<>();
        if (environment.getProperty(TEMPORAL_TARGET, "").isBlank()) {
            faults.add(new PropertyFault(TEMPORAL_TARGET, "is missing (or TEMPORAL_ADDRESS)"));
        }
        var binding = new StrictBinding(Binder.get(environment));
        KassaProperties properties = binding.bind("kassa", Bindable.of(KassaProperties.class));
        faults.addAll(binding.faults());
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
        MerchantsFile.of(properties, environment)
                .filter(_ -> properties.merchants().isEmpty())
                .ifPresent(file -> faults.addAll(file.read().faults()));
        if (!faults.isEmpty()) {
            throw new InvalidPropertiesException(faults);
        }
        return properties;
    }
}
