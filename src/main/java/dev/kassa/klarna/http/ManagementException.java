package dev.kassa.klarna.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A management call that did not succeed, for a person to read: with Klarna's own words, which here tell of keys and
 * webhooks and never of customers.
 */
public final class ManagementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Executed executed;
    private final @Nullable Integer status;
    private final transient List<String> faults;

    /** Whether the call may have changed something. */
    public enum Executed {
        NO,
        MAYBE
    }

    ManagementException(String message, Executed executed, @Nullable Integer status, List<String> faults) {
        super(message);
        this.executed = executed;
        this.status = status;
        this.faults = List.copyOf(faults);
    }

    public Executed executed() {
        return executed;
    }

    /** Whether Klarna says that there is no such thing. */
    public boolean isNotFound() {
        return status != null && status == 404;
    }

    /** The HTTP status; absent where no answer came. */
    public @Nullable Integer status() {
        return status;
    }

    /** Klarna's list of what is wrong with the request, one sentence each. */
    public List<String> faults() {
        return faults;
    }
}
