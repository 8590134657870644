package dev.kassa.runtime;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The Temporal server that {@code -Dtemporal.target=host:port} names, and tests that mean nothing without it. */
public final class RealServer {
    private static final String TARGET = "temporal.target";

    private RealServer() {}

    /** Skips, and says so on the console, where there is only the embedded server. */
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(Condition.class)
    @interface Needed {
        /** What the embedded server cannot do. */
        String because();
    }

    /** {@code host:port}; empty where none is named. */
    public static String target() {
        return System.getProperty(TARGET, "");
    }

    static final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            var needed = context.getElement().map(element -> element.getAnnotation(Needed.class));
            if (needed.isEmpty() || !target().isBlank()) {
                return ConditionEvaluationResult.enabled("nothing is missing");
            }
            var why = "SKIPPED: " + context.getDisplayName() + " NEEDS A REAL TEMPORAL SERVER ("
                    + needed.get().because() + "). Start temporal/dev-server, then"
                    + " mvn verify -Preal-server -Dtemporal.target=127.0.0.1:7233";
            System.out.println(why);
            return ConditionEvaluationResult.disabled(why);
        }
    }
}
