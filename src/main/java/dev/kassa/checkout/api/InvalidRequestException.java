package dev.kassa.checkout.api;

import dev.kassa.checkout.api.Faults.Fault;
import java.util.List;

/** A request that breaks the contract's rules. */
final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    InvalidRequestException(List<Fault> faults) {
        super(faults.size() + " faults");
        this.faults = faults;
    }

    List<Fault> faults() {
        return faults;
    }
}
