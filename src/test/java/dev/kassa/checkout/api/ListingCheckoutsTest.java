package dev.kassa.checkout.api;

import static dev.kassa.checkout.api.SharedApi.assertProblem;
import static dev.kassa.checkout.api.SharedApi.id;
import static dev.kassa.checkout.api.SharedApi.reference;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.client.ListPosition;
import dev.kassa.merchant.Merchant;
import dev.kassa.secret.PageKey;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a list says before Temporal is asked; lists themselves need a real server, see ListingJourneyIT. */
class ListingCheckoutsTest {
    private static final ListPosition PLACE = new ListPosition(Instant.parse("2026-03-02T09:00:00.123456Z"), "run-1");
    private static final Merchant ACME = merchant("acme");
    private static final PageTokens TOKENS = new PageTokens(new PageKey(RunningApi.KEYS));

    @RegisterExtension
    static final SharedApi api = new SharedApi();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status=PAID | /status",
                "status= | /status",
                "status=EXPIRED&status=FAILED | /status",
                "page_size=0 | /page_size",
                "page_size=101 | /page_size",
                "page_size=-1 | /page_size",
                "page_size=99999999999 | /page_size",
                "page_size=x | /page_size",
                "page_token= | /page_token",
                "page_token=x.y | /page_token",
                "reference= | /reference",
                "reference=a&reference=b | /reference",
                "reference=a&page_token=x | /page_token",
                "stauts=EXPIRED | /stauts",
            })
    void aListsFaultsAreTold(String query, String pointer) {
        var answer = api.get("/v1/checkouts?" + query).send();
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.field("/errors/0/pointer")).isEqualTo(pointer);
    }

    @Test
    void allFaultsOfAListComeAtOnce() {
        var answer = api.get("/v1/checkouts?status=x&page_size=0&page_token=x&more=1")
                .send();
        assertThat(answer.json()
                        .at("/errors")
                        .valueStream()
                        .map(fault -> fault.at("/pointer").asString()))
                .containsExactly("/more", "/status", "/page_size", "/page_token");
    }

    @Test
    void aQueryThatCannotBeReadIsTheCallersFault() {
        // By hand: Java's URI would not take it.
        var answer = api.raw("GET /v1/checkouts?reference=%zz HTTP/1.1");
        assertThat(answer).startsWith("HTTP/1.1 400");
        assertThat(answer).contains("/problems/invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?status=EXPIRED", "?page_size=5", "?status=EXPIRED&page_size=5"})
    void theEmbeddedServerListsNothing(String query) {
        assertProblem(api.get("/v1/checkouts" + query).send(), 501, "needs-visibility");
    }

    @Test
    void theCheckoutOfAReferenceCanBeAskedForByItsStatusToo() {
        var reference = reference();
        var started = api.start(reference, ScriptedKlarna.STEP_UP);
        var query = "/v1/checkouts?page_size=1&reference=" + reference;
        assertThat(api.get(query + "&status=AWAITING_CUSTOMER").send().field("/checkouts/0/checkout_id"))
                .isEqualTo(id(started));
        assertThat(api.get(query + "&status=EXPIRED").send().text()).isEqualTo("{\"checkouts\":[]}");
    }

    @Test
    void aPageTokenIsGoodForItsOwnMerchantAndItsOwnList() {
        var token = TOKENS.of(ACME, CheckoutStatus.EXPIRED, PLACE);
        assertThat(TOKENS.position(ACME, CheckoutStatus.EXPIRED, token)).contains(PLACE);
        assertThat(TOKENS.position(merchant("other"), CheckoutStatus.EXPIRED, token))
                .isEmpty();
        assertThat(TOKENS.position(ACME, CheckoutStatus.FAILED, token)).isEmpty();
        assertThat(TOKENS.position(ACME, null, token)).isEmpty();
        assertThat(TOKENS.position(ACME, null, TOKENS.of(ACME, null, PLACE))).contains(PLACE);
    }

    @Test
    void aPageTokenOfWhichAnyCharacterWasChangedIsRefused() {
        var token = TOKENS.of(ACME, null, PLACE);
        for (int i = 0; i < token.length() - 1; i++) {
            var changed = token.substring(0, i) + (token.charAt(i) == 'A' ? 'B' : 'A') + token.substring(i + 1);
            assertThat(TOKENS.position(ACME, null, changed)).as(changed).isEmpty();
            assertThat(TOKENS.position(ACME, null, token.substring(0, i))).isEmpty();
        }
    }

    private static Merchant merchant(String id) {
        return new Merchant(id, "krn:" + id, List.of("0".repeat(64)), List.of(), null);
    }
}
