package dev.kassa.merchant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerchantsTest {
    private static final Merchant ACME =
            merchant("acme", List.of(hash("old"), hash("new")), "https://shop.example", "acme-app://paid");
    private static final Merchant OTHER = merchant("other", List.of(hash("other")), "http://localhost:3000");

    @Test
    void aMerchantIsFoundByEachOfItsKeysAndByNoOther() {
        var merchants = new Merchants(List.of(ACME, OTHER));
        assertThat(merchants.byKey("old")).contains(ACME);
        assertThat(merchants.byKey("new")).contains(ACME);
        assertThat(merchants.byKey("other")).contains(OTHER);
        assertThat(merchants.byKey("")).isEmpty();
        assertThat(merchants.byKey(hash("old"))).isEmpty();
        assertThat(merchants.byId("acme")).contains(ACME);
        assertThat(merchants.byId("nobody")).isEmpty();
        assertThat(merchants.all()).containsExactlyInAnyOrder(ACME, OTHER);
    }

    @Test
    void aReplacedListCountsAtOnceAndABadOneNotAtAll() {
        var merchants = new Merchants(List.of(ACME, OTHER));
        merchants.replaceBy(List.of(merchant("acme", List.of(hash("newest")))));
        assertThat(merchants.byKey("old")).isEmpty();
        assertThat(merchants.byKey("other")).isEmpty();
        assertThat(merchants.byKey("newest")).isPresent();
        assertThat(merchants.byId("other")).isEmpty();
        assertThatThrownBy(() -> merchants.replaceBy(List.of())).hasMessageContaining("no merchant");
        assertThat(merchants.byKey("newest")).isPresent();
    }

    @Test
    void theAccountOfAMerchantWhoIsGoneStaysKnownSoThatItsCheckoutsGoOn() {
        var merchants = new Merchants(List.of(ACME));
        var account = ACME.partnerAccountId();
        assertThat(merchants.hasAccount(account)).isTrue();
        assertThat(merchants.hasAccount("krn:nobody")).isFalse();
        merchants.replaceBy(List.of(new Merchant("other", "krn:another", List.of(hash("o")), List.of(), null)));
        assertThat(merchants.hasAccount(account)).isTrue();
        assertThat(merchants.hasAccount("krn:another")).isTrue();
    }

    @Test
    void twoMerchantsWithOneKeyOrOneIdAreRefused() {
        var thief = merchant("thief", List.of(hash("old").toUpperCase(java.util.Locale.ROOT)));
        assertThatThrownBy(() -> new Merchants(List.of(ACME, thief))).hasMessageContaining("same API key");
        assertThatThrownBy(() -> new Merchants(List.of(ACME, ACME))).hasMessageContaining("two merchants have the id");
        assertThatThrownBy(() -> new Merchants(List.of())).hasMessageContaining("no merchant");
    }

    @Test
    void aKeyWrittenWhereItsHashBelongsIsNotRepeatedInTheError() {
        assertThatThrownBy(() -> merchant("acme", List.of("sk_secret_key")))
                .hasMessageContaining("api-keys-sha256")
                .hasMessageNotContaining("sk_secret_key");
        assertThatThrownBy(() -> merchant("acme", List.of())).hasMessageContaining("api-keys-sha256 is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://shop.example",
                "https://shop.example/path",
                "shop.example",
                "https://",
                "https://a b",
                "https://u@shop.example"
            })
    void whatIsNoOriginIsRefusedByItsName(String origin) {
        assertThatThrownBy(() -> merchant("acme", List.of(hash("k")), origin))
                .hasMessageContaining("merchant 'acme': return-url-origins")
                .hasMessageContaining(origin);
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example/x?y=z#f, true",
        "https://SHOP.example:443/, true",
        "https://shop.example:8443/, false",
        "http://shop.example/, false",
        "https://shop.example.evil/, false",
        "https://evil/?https://shop.example, false",
        "https://shop.example@evil/, false",
        "https://user@shop.example/, false",
        "acme-app://paid/x, false",
        "//shop.example/, false"
    })
    void aReturnMustBeOfAListedOrigin(URI url, boolean allowed) {
        assertThat(ACME.allowsReturnTo(url)).isEqualTo(allowed);
    }

    @Test
    void plainHttpIsForThisMachineOnly() {
        assertThat(OTHER.allowsReturnTo(URI.create("http://localhost:3000/back")))
                .isTrue();
        assertThat(OTHER.allowsReturnTo(URI.create("http://localhost:3001/back")))
                .isFalse();
    }

    @Test
    void anAppReturnsByItsOwnScheme() {
        assertThat(ACME.allowsAppReturnTo(URI.create("acme-app://paid/42"))).isTrue();
        assertThat(ACME.allowsAppReturnTo(URI.create("acme-app://other"))).isFalse();
        assertThat(ACME.allowsAppReturnTo(URI.create("other-app://paid"))).isFalse();
        assertThat(ACME.allowsAppReturnTo(URI.create("https://shop.example/app")))
                .isTrue();
    }

    private static Merchant merchant(String id, List<String> hashes, String... origins) {
        return new Merchant(id, "krn:partner:test:1", hashes, List.of(origins), null);
    }

    private static String hash(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (java.security.NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }
}
