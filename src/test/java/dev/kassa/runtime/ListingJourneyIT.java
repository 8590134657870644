package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Lists of checkouts, for a merchant that exists in this run of the tests alone. */
class ListingJourneyIT extends Journeys {
    @Test
    @RealServer.Needed(because = "the embedded one lists nothing")
    void aMerchantPagesThroughItsOwnCheckoutsNewestFirst() {
        var lister = shop("lister-sample-key");
        var started = new ArrayList<Shop.Answer>();
        for (int i = 0; i < 7; i++) {
            started.add(lister.starts(Order.any()));
        }
        assertThat(started).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(201));
        // Ended ones come last in Temporal's own order, and a restarted one has two runs there.
        lister.cancels(started.get(1).id());
        lister.cancels(started.get(6).id());
        lister.cancels(started.get(2).id());
        assertThat(lister.restarts(started.get(2).id()).status()).isEqualTo(201);
        var expected = List.of(2, 6, 5, 4, 3, 1, 0).stream()
                .map(i -> started.get(i).id())
                .toList();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(pages(lister, "page_size=100")).isEqualTo(expected));

        assertThat(pages(lister, "page_size=3")).isEqualTo(expected);
        assertThat(pages(lister, "page_size=1")).isEqualTo(expected);
        assertThat(pages(lister, "page_size=7")).isEqualTo(expected);
        assertThat(pages(lister, "status=CANCELED&page_size=1"))
                .containsExactly(started.get(6).id(), started.get(1).id());
        assertThat(pages(lister, "status=AWAITING_CUSTOMER&page_size=2"))
                .isEqualTo(
                        expected.stream().filter(id -> !isCanceled(lister, id)).toList());
        assertThat(pages(lister, "status=AUTHORIZED")).isEmpty();
        var whole = lister.gets("/v1/checkouts?page_size=100").body().at("/checkouts");
        assertThat(whole.get(0).at("/attempt").intValue()).isEqualTo(2);
        assertThat(whole.valueStream().map(ListingJourneyIT::createdAt)).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(whole.get(1)).isEqualTo(lister.asksFor(expected.get(1)).body());
        assertThat(pages(shop(), "page_size=100")).doesNotContainAnyElementsOf(expected);
    }

    @Test
    @RealServer.Needed(because = "the embedded one lists nothing")
    void aPageTokenLeadsNowhereInAnotherMerchantsList() {
        var other = shop("other-sample-key");
        for (int i = 0; i < 2; i++) {
            assertThat(shop().starts(Order.any()).status()).isEqualTo(201);
        }
        var token = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> shop().gets("/v1/checkouts?page_size=1").text("/next_page_token"),
                        text -> !text.isEmpty());

        assertThat(shop().gets("/v1/checkouts?page_token=" + token).status()).isEqualTo(200);
        var foreign = other.gets("/v1/checkouts?page_token=" + token);
        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.text("/errors/0/pointer")).isEqualTo("/page_token");
        assertThat(foreign.body())
                .isEqualTo(other.gets("/v1/checkouts?page_token=nonsense").body());
        assertThat(shop().gets("/v1/checkouts?status=EXPIRED&page_token=" + token)
                        .status())
                .isEqualTo(400);
    }

    @Test
    @RealServer.Needed(because = "the embedded one lists nothing")
    void aTerminatedRunIsListedAsUnconfirmed() {
        var started = shop().starts(order);
        temporal.newUntypedWorkflowStub(started.id()).terminate("by hand");

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(firstPage("status=UNCONFIRMED&page_size=100"))
                        .contains(started.id()));
        assertThat(firstPage("status=AWAITING_CUSTOMER&page_size=100")).doesNotContain(started.id());
    }

    private String firstPage(String query) {
        return shop().gets("/v1/checkouts?" + query).body().at("/checkouts").toString();
    }

    private static boolean isCanceled(Shop shop, String id) {
        return shop.asksFor(id).state().equals("CANCELED");
    }

    /** All ids, page after page. */
    private static List<String> pages(Shop shop, String query) {
        var ids = new ArrayList<String>();
        var page = shop.gets("/v1/checkouts?" + query);
        for (int pages = 0; pages < 20; pages++) {
            assertThat(page.status()).as(page.body().toString()).isEqualTo(200);
            page.body()
                    .at("/checkouts")
                    .forEach(found -> ids.add(found.at("/checkout_id").asString()));
            var next = page.body().at("/next_page_token");
            if (next.isMissingNode()) {
                return ids;
            }
            page = shop.gets("/v1/checkouts?" + query + "&page_token=" + next.asString());
        }
        throw new AssertionError("there is no end of pages");
    }

    private static Instant createdAt(JsonNode checkout) {
        return Instant.parse(checkout.at("/created_at").asString());
    }
}
