package dev.kassa.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.kassa.klarna.http.CallBudget;
import dev.kassa.klarna.http.CallPace;
import dev.kassa.klarna.http.CallRates;
import dev.kassa.klarna.http.HttpKlarna;
import dev.kassa.klarna.http.KlarnaSettings;
import dev.kassa.klarna.webhook.Environment;
import dev.kassa.klarna.webhook.KlarnaWebhookController;
import dev.kassa.klarna.webhook.NotificationSink;
import dev.kassa.klarna.webhook.SigningKeys;
import dev.kassa.klarna.webhook.WebhookVerifier;
import dev.kassa.secret.EncryptedDataConverter;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.Secret;
import dev.kassa.secret.TokenSeal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;

/**
 * The happy path as a team would write it without Temporal: a row for each checkout and a job for what comes next, on
 * PostgreSQL, with db-scheduler. Klarna's door, the client of Klarna, codec and seal are Kassa's; the merchant's API
 * checks much less than Kassa's, and there is no restart, no amendment, no list, no notification and no doubt.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@Import({JobsController.class, KlarnaWebhookController.class})
class JobsService {
    private static final int CONNECTIONS = 20;

    public static void main(String[] args) {
        SpringApplication.run(JobsService.class, args);
    }

    @Bean(destroyMethod = "close")
    HikariDataSource dataSource(@Value("${jobs.url}") String url, @Value("${jobs.password}") String password) {
        var settings = new HikariConfig();
        settings.setJdbcUrl(url);
        settings.setUsername("temporal");
        settings.setPassword(password);
        settings.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(settings);
    }

    @Bean
    KeyRing keyRing(@Value("${kassa.encryption.keys[0].key}") String key) {
        return KeyRing.of(List.of(new KeyRing.Entry("sample", Secret.of(key))));
    }

    @Bean
    TokenSeal tokenSeal(KeyRing ring) {
        return new TokenSeal(ring);
    }

    @Bean(destroyMethod = "close")
    HttpKlarna klarna(
            @Value("${kassa.klarna.base-url}") URI baseUrl,
            @Value("${kassa.klarna.api-key}") String key,
            @Value("${kassa.klarna.rate-limit.authorizations-per-second}") int rate) {
        return new HttpKlarna(KlarnaSettings.of(baseUrl, () -> key, CallPace.QUICK)
                .withBudget(new CallBudget(new CallRates(rate, rate))));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Jobs jobs(DataSource dataSource, HttpKlarna klarna, TokenSeal seal, KeyRing ring) {
        return new Jobs(dataSource, klarna, seal, EncryptedDataConverter.of(ring));
    }

    @Bean
    NotificationSink sink(Jobs jobs) {
        return jobs::heard;
    }

    @Bean
    WebhookVerifier webhookVerifier(
            @Value("${kassa.klarna.signing-keys[0].id}") String id,
            @Value("${kassa.klarna.signing-keys[0].key}") String key) {
        return new WebhookVerifier(SigningKeys.of(Map.of(id, key)), Environment.of(false), null, _ -> true);
    }

    @Bean
    SecurityFilterChain open(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }
}
