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

/** Binds properties and collects every fault on the way, instead of stopping at the first. */
final class StrictBinding {
    private final Binder binder;
    private final List<PropertyFault> faults = new ArrayList<>();

    StrictBinding(Binder binder) {
        this.binder = binder;
    }

    /** What was bound; absent where a fault in the middle of a list leaves nothing. */
    <T> @Nullable T bind(String name, Bindable<T> target) {
        var strict = new NoUnboundElementsBindHandler(new Collecting(), new UnboundElementsSourceFilter());
        try {
            return binder.bindOrCreate(name, target, strict);
        } catch (BindException failure) {
            if (!(failure.getCause() instanceof UnboundConfigurationPropertiesException unknown)) {
                throw failure;
            }
            unknown.getUnboundProperties().stream()
                    .map(property -> property.getName().toString())
                    // A value that could not be converted is unbound too.
                    .filter(property ->
                            faults.stream().noneMatch(fault -> fault.property().equals(property)))
                    .forEach(property -> faults.add(new PropertyFault(property, "is not known")));
            return leniently(name, target);
        }
    }

    private <T> @Nullable T leniently(String name, Bindable<T> target) {
        try {
            return binder.bindOrCreate(name, target, new Collecting());
        } catch (BindException _) {
            // An element of a list of which nothing at all is known; its faults are noted.
            return null;
        }
    }

    /** All that could not be read, or is not known. */
    List<PropertyFault> faults() {
        return List.copyOf(faults);
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
