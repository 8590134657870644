package dev.kassa.runtime;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells which properties are missing or wrong, all of them in one list, instead of a stack trace. */
final class InvalidPropertiesAnalyzer extends AbstractFailureAnalyzer<InvalidPropertiesException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertiesException cause) {
        String list = cause.faults().stream()
                .map(fault -> "    " + fault.property() + " " + fault.fault())
                .collect(Collectors.joining("\n"));
        return new FailureAnalysis(
                "Kassa cannot start, because of its properties:\n\n" + list,
                "Set them as Spring properties or environment variables (kassa.public-url is KASSA_PUBLIC_URL)."
                        + " For a first look without any, start with the profile 'embedded'.",
                cause);
    }
}
