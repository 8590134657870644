package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class EmbeddedSandboxTest {
    private final MockEnvironment environment = new MockEnvironment().withProperty("kassa.sandbox.port", "0");

    @Test
    void aPortThatIsTakenIsThePortsFault() {
        try (var other = Sandbox.start(SandboxSettings.defaults())) {
            environment.setProperty("kassa.sandbox.port", String.valueOf(other.port()));

            assertThat(faultOfTheStart())
                    .isEqualTo(new PropertyFault("kassa.sandbox.port", "names a port that is taken: " + other.port()));
        }
    }

    /** One that no name server knows (RFC 6761), and one that is nobody's (RFC 5737). */
    @ParameterizedTest
    @ValueSource(strings = {"kassa.invalid", "203.0.113.7"})
    void anAddressThatIsNotThisMachinesIsTheAddresssFault(String address) {
        environment.setProperty("kassa.sandbox.address", address);

        assertThat(faultOfTheStart())
                .isEqualTo(new PropertyFault("kassa.sandbox.address", "is no address of this machine"));
    }

    @Test
    void accountsOfAMerchantsFileAreKnownToTheSandboxToo(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("merchants.yaml"), """
                - id: acme
                  partner-account-id: krn:partner:global:account:test:FROMFILE
                  api-keys-sha256: [ "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" ]
                  return-url-origins: [ "https://shop.example" ]
                """);
        environment.setProperty("kassa.merchants-file", file.toString());

        assertThat(EmbeddedSandbox.accounts(environment)).contains("krn:partner:global:account:test:FROMFILE");
    }

    private PropertyFault faultOfTheStart() {
        var refused = catchThrowableOfType(
                InvalidPropertiesException.class,
                () -> EmbeddedSandbox.withDemoKeys(environment)
                        .start("http://127.0.0.1:9/")
                        .close());
        return refused.faults().getFirst();
    }
}
