package dev.kassa.runtime;

import dev.kassa.sandbox.Sandbox;
import dev.kassa.sandbox.SandboxSettings;
import dev.kassa.sandbox.WebhookSettings;
import java.io.File;
import java.net.URI;

/** Kassa as it runs in production: the jar in a process of its own, without the embedded profile. It can be killed. */
public final class KassaProcess implements AutoCloseable {
    /** A starting process needs a core for seconds; one class of those that start any is enough beside other journeys. */
    static final String ONE_CLASS_AT_ONCE = "kassa-processes";

    private final int port = JarProcess.freePort();
    private final int managementPort = JarProcess.freePort();
    private final JarProcess process;
    private int merchants;

    KassaProcess() {
        this(new File("target/kill-it.log"));
    }

    /** One that is yet to start, and to be told by {@link #set} and the like what it needs. */
    public KassaProcess(File log) {
        process = new JarProcess("Kassa", log, management("/actuator/health/readiness"));
        process.set("server.port", port);
        process.set("server.address", "127.0.0.1");
        process.set("management.server.port", managementPort);
        process.set("management.server.address", "127.0.0.1");
        process.set("kassa.public-url", url());
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** A page of its management port. */
    public URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    public void set(String property, String value) {
        process.set(property, value);
    }

    /** Gives it everything that production asks for: one merchant, whose API key is {@code acme-sample-key}. */
    void servesAcme(OwnNamespace temporal, Sandbox klarna) {
        serves(temporal, klarna.baseUrl());
        serves(
                "acme",
                SandboxSettings.DEMO_ACCOUNT,
                "ec7fcaf70847b838abaf67f5aaa7a4c735de7008a5d1644091bbe09290274110");
        encryptsBy("sample", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    }

    /** Gives it where Temporal and Klarna are, and what a sandbox takes for its keys. */
    public void serves(OwnNamespace temporal, URI klarna) {
        set("spring.temporal.connection.target", RealServer.target());
        set("spring.temporal.namespace", temporal.name());
        set("kassa.klarna.base-url", klarna.toString());
        set("kassa.klarna.api-key", SandboxSettings.DEMO_API_KEY);
        set("kassa.klarna.signing-keys[0].id", WebhookSettings.DEMO_SIGNING_KEY_ID);
        set("kassa.klarna.signing-keys[0].key", WebhookSettings.DEMO_SIGNING_KEY);
        // A crowd of checkouts is asked after at once.
        set("kassa.rate-limit.burst", "2000");
    }

    /** Gives it one merchant more. */
    public void serves(String merchant, String account, String apiKeySha256) {
        var of = "kassa.merchants[" + merchants++ + "].";
        set(of + "id", merchant);
        set(of + "partner-account-id", account);
        set(of + "api-keys-sha256[0]", apiKeySha256);
        set(of + "return-url-origins[0]", Order.SHOP);
    }

    /** Gives it the one key of its payload codec. */
    public void encryptsBy(String id, String base64) {
        set("kassa.encryption.keys[0].id", id);
        set("kassa.encryption.keys[0].key", base64);
    }

    /** Gives it one role of the two. */
    void plays(String role) {
        set("kassa.roles", role);
    }

    /** Returns when it is ready for traffic. */
    public void start() {
        process.start();
    }

    /** SIGTERM: it ends what it is at, within its limits. Returns when it is gone. */
    void stop() {
        process.stop();
    }

    /** SIGKILL: no hook runs, nothing is told to anybody. Returns when it is gone. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
