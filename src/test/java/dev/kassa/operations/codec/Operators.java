package dev.kassa.operations.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.kassa.secret.EncryptionKey;
import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PayloadEncryption;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.context.WorkflowSerializationContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The codec endpoint on a free management port, and what operators ask of it over HTTP. */
final class Operators implements AutoCloseable {
    static final String MASKED_KEY = "the-key-of-an-operator";
    static final String FULL_KEY = "the-key-of-an-officer";
    static final URI UI = URI.create("https://temporal.example");
    static final KeyRing KEYS = new KeyRing(List.of(key("k2"), key("k1")));

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** How far the endpoint's clock is ahead. */
    volatile Duration ahead = Duration.ZERO;

    private final ConfigurableApplicationContext spring;
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    Operators(CodecSettings settings) {
        InstantSource clock = () -> Instant.now().plus(ahead);
        this.spring = new SpringApplicationBuilder(App.class)
                .initializers(context -> {
                    var beans = (GenericApplicationContext) context;
                    beans.registerBean(InstantSource.class, () -> clock);
                    beans.registerBean(KeyRing.class, () -> KEYS);
                    beans.registerBean(CodecSettings.class, () -> settings);
                })
                .run("--server.port=0", "--management.server.port=0", "--server.address=127.0.0.1");
    }

    static Operators withBothKeys() {
        return new Operators(new CodecSettings(
                List.of(sha256(MASKED_KEY)),
                // As somebody may well paste it.
                List.of(sha256(FULL_KEY).toUpperCase(java.util.Locale.ROOT)),
                UI));
    }

    static EncryptionKey key(String id) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) id.hashCode());
        return new EncryptionKey(id, bytes);
    }

    static Payload json(String json) {
        return payload("json/plain", json);
    }

    static Payload payload(String encoding, String data) {
        return Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8(encoding))
                .setData(ByteString.copyFromUtf8(data))
                .build();
    }

    /** As it rests in a checkout's history. */
    static Payload encrypted(Payload plain, KeyRing ring) {
        return new PayloadEncryption(ring)
                .withContext(new WorkflowSerializationContext("default", "chk_1"))
                .encode(List.of(plain))
                .getFirst();
    }

    static Payload encrypted(String json) {
        return encrypted(json(json), KEYS);
    }

    URI management(String path) {
        return URI.create("http://127.0.0.1:" + spring.getEnvironment().getProperty("local.management.port") + path);
    }

    URI service(String path) {
        return URI.create("http://127.0.0.1:" + spring.getEnvironment().getProperty("local.server.port") + path);
    }

    /** What a caller with that key reads of these payloads. */
    List<JsonNode> reads(String key, Payload... payloads) {
        var answer = send(decode(payloads).header("Authorization", "Bearer " + key));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("status " + answer.statusCode());
        }
        return List.copyOf(JSON.readTree(answer.body()).path("payloads").values());
    }

    /** The data of the one payload that a caller with that key reads, as JSON. */
    JsonNode readsJson(String key, Payload payload) {
        return data(reads(key, payload).getFirst());
    }

    static JsonNode data(JsonNode payload) {
        return JSON.readTree(payload.path("data").binaryValue());
    }

    HttpRequest.Builder decode(Payload... payloads) {
        return post("/codec/decode", body(payloads));
    }

    HttpRequest.Builder post(String path, String body) {
        return HttpRequest.newBuilder(management(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    HttpResponse<String> typesKey(String key) {
        return send(HttpRequest.newBuilder(management("/codec/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("key=" + key)));
    }

    /** The cookie of a sign-in, as the browser sends it back. */
    String signsIn(String key) {
        var setCookie = typesKey(key).headers().firstValue("Set-Cookie").orElseThrow();
        return setCookie.substring(0, setCookie.indexOf(';'));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    static String body(Payload... payloads) {
        var json = new ArrayList<JsonNode>();
        for (var payload : payloads) {
            json.add(Payloads.write(payload));
        }
        return new String(Payloads.body(json), UTF_8);
    }

    static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Override
    public void close() {
        spring.close();
    }

    /** An application with nothing but a management port; {@link CodecEndpoint} is found there by Boot. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
    static class App {
        @Bean
        SecurityFilterChain open(HttpSecurity http) {
            return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }
    }
}
