package dev.kassa.storm;

import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.merchant.Merchant;
import dev.kassa.merchant.Receiver;
import dev.kassa.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The merchants, each on an account of its own; they give their orders the same references. */
record Shop(Merchant merchant) {
    static final String RETURN_URL = "https://shop.example/return";

    /** The last of them is told nothing by itself. */
    static final List<Shop> ALL = List.of(called("acme", receiver()), called("brio", receiver()), called("cedi", null));

    private static Shop called(String id, @Nullable Receiver receiver) {
        return new Shop(
                new Merchant(id, account(id), List.of("0".repeat(64)), List.of("https://shop.example"), receiver));
    }

    private static String account(String id) {
        return "krn:partner:global:account:test:" + id + "0001";
    }

    private static Receiver receiver() {
        return new Receiver(
                URI.create("https://shop.example/hooks"), Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    }

    static boolean isAccountOfOne(PartnerAccountId account) {
        return accounts().contains(account.value());
    }

    static Set<String> accounts() {
        return ALL.stream().map(Shop::account).collect(Collectors.toUnmodifiableSet());
    }

    String account() {
        return merchant.partnerAccountId();
    }

    /** Another merchant than this one. */
    Shop stranger() {
        return ALL.get((ALL.indexOf(this) + 1) % ALL.size());
    }

    @Override
    public String toString() {
        return merchant.id();
    }
}
