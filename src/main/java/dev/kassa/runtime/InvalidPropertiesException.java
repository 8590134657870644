package dev.kassa.runtime;

import java.util.List;
import org.springframework.boot.ExitCodeGenerator;

/** The service cannot start with these properties; every one that is missing or wrong is named. */
final class InvalidPropertiesException extends RuntimeException implements ExitCodeGenerator {
    private static final long serialVersionUID = 1L;

    private final transient List<PropertyFault> faults;

    InvalidPropertiesException(List<PropertyFault> faults) {
        super(faults.size() + " properties are missing or wrong, "
                + faults.getFirst().property() + " first");
        this.faults = List.copyOf(faults);
    }

    List<PropertyFault> faults() {
        return faults;
    }

    @Override
    public int getExitCode() {
        return 1;
    }
}
