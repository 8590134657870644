package dev.kassa;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;

/** Starts Kassa: the checkout service, its Temporal workers, or (by profile) the sandbox alone. */
@SpringBootApplication(scanBasePackages = "dev.kassa.runtime", exclude = UserDetailsServiceAutoConfiguration.class)
public class KassaApplication {
    public static void main(String[] args) {
        SpringApplication.run(KassaApplication.class, args);
    }
}
