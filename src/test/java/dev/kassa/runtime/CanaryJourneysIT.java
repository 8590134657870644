package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.secret.KeyRing;
import dev.kassa.secret.PayloadJson;
import dev.kassa.secret.Secret;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A canary in every key, token and personal field, every way a checkout can go, and the encryption key changed on the
 * way: afterwards no canary is anywhere where it does not belong. The search itself is shown what it must find.
 */
@Isolated
@Timeout(240)
class CanaryJourneysIT {
    @TempDir
    private Path folder;

    @Test
    void noSecretIsFoundInAnythingThatIsKeptLoggedOrAnsweredWhileTheKeyIsRotated() {
        try (var world = new CanaryWorld(folder, null)) {
            var walk = new CanaryWalk(world);
            world.start("k1");
            walk.beforeTheRotation();
            world.start("k1", "k2");
            walk.start("acme", "begun while k2 is second");
            CanaryStrangers.knockOnEveryDoor(world, folder);
            world.start("k2", "k1");
            walk.start("acme", "begun by k2");
            walk.afterTheRotation();
            walk.whatTimeDoes();
            CanaryStrangers.lookAtEveryManagementPage(world);
            addTokens(world, walk);

            var report = CanaryReport.of(world, walk.runs);

            System.out.println(report);
            assertThat(report.places("log")).as("lines searched").isGreaterThan(60);
            assertThat(report.hits).isEmpty();
            assertEverythingDecodes(world, report);
            assertEachLineOfACheckoutIsFoundByItsId(world, walk.id("by webhook"));
        }
    }

    private static void assertEverythingDecodes(CanaryWorld world, CanaryReport report) {
        assertThat(report.payloadsByKey)
                .containsOnlyKeys("k1", "k2")
                .allSatisfy((key, count) -> assertThat(count).isGreaterThan(100));
        assertThat(report.decodable(ring(world, "k2", "k1"))).isEqualTo(report.encrypted.size());
        assertThat(report.decodable(ring(world, "k2")))
                .as("the old key is still needed")
                .isEqualTo((long) report.payloadsByKey.getOrDefault("k2", 0));
    }

    /** As {@code logging.structured.format.console: ecs} writes it, over two restarts. */
    private static void assertEachLineOfACheckoutIsFoundByItsId(CanaryWorld world, String checkoutId) {
        var lines = world.log.structured.stream()
                .map(JsonMapper.shared()::readTree)
                .filter(line -> line.path("WorkflowId").asString("").equals(checkoutId))
                .toList();
        assertThat(lines)
                .filteredOn(line -> line.path("klarna_operation").isString())
                .extracting(line -> line.path("klarna_operation").asString())
                .contains("authorizePayment", "finalizeAuthorization");
        assertThat(lines)
                .filteredOn(line -> line.path("klarna_operation").isString())
                .allSatisfy(line -> {
                    assertThat(line.path("klarna_correlation_id").asString()).isNotEmpty();
                    assertThat(line.path("partner_correlation_id").asString()).isNotEmpty();
                });
        assertThat(lines)
                .filteredOn(line -> line.path("message").asString().contains("was handed on"))
                .singleElement()
                .satisfies(line ->
                        assertThat(line.path("klarna_event_id").asString()).isNotEmpty());
    }

    @Test
    void withoutTheCodecTheSameSearchFindsTheCustomerAndStillNoToken() {
        var plain = new DefaultDataConverter(new Jackson3JsonPayloadConverter(PayloadJson.mapper()));
        try (var world = new CanaryWorld(folder, plain)) {
            var walk = new CanaryWalk(world);
            world.start("k1");
            walk.start("told", "by webhook");
            world.klarna.customer(walk.reference("by webhook")).approve();
            walk.becomes("by webhook", "AUTHORIZED");
            addTokens(world, walk);

            var report = CanaryReport.of(world, walk.runs);

            // Only a real server lists; what it shows of a run is then in the clear too.
            assertThat(report.hits).containsKeys("histories", "histories as JSON", "descriptions");
            assertThat(report.hits.keySet())
                    .isSubsetOf("histories", "histories as JSON", "descriptions", "the UI's list");
            assertThat(report.hits.containsKey("the UI's list"))
                    .isNotEqualTo(RealServer.target().isBlank());
            assertThat(report.hits.get("histories"))
                    .anyMatch(what -> what.endsWith("email"))
                    .anyMatch(what -> what.endsWith("customer's street_address"))
                    .anyMatch(what -> what.startsWith("a customer token"))
                    .as("even then what confirms a payment is sealed")
                    .noneMatch(what -> what.startsWith("a payment token"))
                    .noneMatch(what -> what.endsWith("session token"));
        }
    }

    @Test
    void aTokenInALineOfTheLogIsFoundHoweverItGotThere() {
        try (var world = new CanaryWorld(folder, null)) {
            world.start("k1");
            var log = LoggerFactory.getLogger("dev.kassa.leak");
            log.debug("confirming {}", world.canaries.plant("in a message"));
            log.warn("failed", new IllegalStateException(new RuntimeException(world.canaries.plant("in a cause"))));
            log.atInfo()
                    .addKeyValue("token", world.canaries.plant("in a field"))
                    .log("confirming");

            var report = CanaryReport.of(world, Set.of());

            assertThat(report.hits)
                    .containsOnlyKeys("log", "structured log")
                    .allSatisfy((place, found) ->
                            assertThat(found).containsExactly("in a cause", "in a field", "in a message"));
        }
    }

    /** What Klarna and Kassa have made themselves. */
    private static void addTokens(CanaryWorld world, CanaryWalk walk) {
        for (var request : world.klarna.paymentRequests()) {
            Stream.of(request.paymentToken(), request.sessionToken())
                    .filter(Objects::nonNull)
                    .forEach(token -> world.canaries.add("a payment token", token));
            var url = String.valueOf(request.returnUrl());
            world.canaries.add("a return key", url.replaceAll(".*k=1\\.|&.*|.*k=2\\.", ""));
        }
        walk.started.forEach((name, answer) -> {
            var token = walk.shop(name).asksFor(answer.id()).text("/customer_token");
            if (!token.isEmpty()) {
                world.canaries.add("a customer token", token);
            }
        });
    }

    private static KeyRing ring(CanaryWorld world, String... ids) {
        return KeyRing.of(Stream.of(ids)
                .map(id -> new KeyRing.Entry(id, Secret.of(world.canaries.at("encryption key " + id) + "=")))
                .toList());
    }
}
