package dev.kassa;

import dev.kassa.klarna.setup.KlarnaSetup;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** Starts Kassa: the checkout service, its Temporal workers, (by profile) the sandbox alone, or a set-up command. */
@SpringBootApplication(scanBasePackages = "dev.kassa.runtime", exclude = UserDetailsServiceAutoConfiguration.class)
public class KassaApplication {
    public static void main(String[] args) {
        List<String> arguments = List.of(args);
        if (!arguments.isEmpty() && arguments.getFirst().equals(KlarnaSetup.NAME)) {
            System.exit(KlarnaSetup.main(arguments.subList(1, arguments.size())));
        }
        SpringApplication.run(KassaApplication.class, args);
    }
}
