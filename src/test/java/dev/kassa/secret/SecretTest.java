package dev.kassa.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.json.JsonMapper;

class SecretTest {
    private static final String VALUE = "klarna_test_api_abc";

    record Account(String name, Secret apiKey) {}

    @Test
    void aSecretIsShownOnlyWhenRevealed() {
        Account account = new Account("acme", Secret.of(VALUE));

        assertThat(account.toString()).isEqualTo("Account[name=acme, apiKey=***]");
        assertThat(account.apiKey().reveal()).isEqualTo(VALUE);
    }

    @Test
    void aSecretIsNeverWrittenAsJson() {
        Account account = new Account("acme", Secret.of(VALUE));

        for (JsonMapper mapper : new JsonMapper[] {PayloadJson.mapper(), new JsonMapper()}) {
            assertThatThrownBy(() -> mapper.writeValueAsString(account))
                    .hasMessageContaining("A secret is not written as JSON.")
                    .hasMessageNotContaining(VALUE);
        }
    }

    @Test
    void aSecretIsReadFromJson() {
        Account account = PayloadJson.mapper().readValue("{\"name\":\"acme\",\"api_key\":\"k\"}", Account.class);

        assertThat(account.apiKey()).isEqualTo(Secret.of("k"));
    }

    @Test
    void springBindsAPropertyToASecret() {
        var source = new MapConfigurationPropertySource(Map.of("a.name", "acme", "a.api-key", VALUE));

        assertThat(new Binder(source).bind("a", Account.class).get()).isEqualTo(new Account("acme", Secret.of(VALUE)));
    }

    @Test
    void springBindsTheKeysOfARing() {
        var source = new MapConfigurationPropertySource(Map.of(
                "r.keys[0].id", "k1", "r.keys[0].key", TestKeys.secretsOf("k1").getFirst()));

        Ring ring = new Binder(source).bind("r", Ring.class).get();
        assertThat(KeyRing.of(ring.keys()).ids()).containsExactly("k1");
    }

    record Ring(List<KeyRing.Entry> keys) {}

    @Test
    void secretsAreEqualByValueAndAllHashAlike() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).isNotEqualTo(Secret.of("b"));
        assertThat(Secret.of("a").hashCode()).isEqualTo(Secret.of("b").hashCode());
    }
}
