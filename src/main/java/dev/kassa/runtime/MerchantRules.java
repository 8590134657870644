package dev.kassa.runtime;

import static java.util.Objects.requireNonNull;

import dev.kassa.merchant.Merchant;
import dev.kassa.merchant.Receiver;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What must hold of a list of merchants, wherever it is written; makes of it what the service works with. */
final class MerchantRules {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final FoundFaults faults;
    private final String list;
    private final Map<String, String> owners = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<Merchant> merchants = new ArrayList<>();

    /** @param list how faults name the list; what follows is {@code [0].id} */
    MerchantRules(String list, FoundFaults faults) {
        this.list = list;
        this.faults = faults;
    }

    /** The merchants; fewer than configured where there are faults. */
    List<Merchant> check(List<KassaProperties.Merchant> configured) {
        for (int i = 0; i < configured.size(); i++) {
            check(list + "[" + i + "]", configured.get(i));
        }
        return List.copyOf(merchants);
    }

    private void check(String name, KassaProperties.Merchant merchant) {
        int before = faults.all().size();
        id(name + ".id", merchant);
        faults.text(name + ".partner-account-id", merchant.partnerAccountId());
        keys(name + ".api-keys-sha256", merchant);
        for (int i = 0; i < merchant.returnUrlOrigins().size(); i++) {
            faults.require(
                    Origins.isOrigin(merchant.returnUrlOrigins().get(i)),
                    name + ".return-url-origins[" + i + "]",
                    "must be a scheme and a host, such as https://shop.example");
        }
        if (merchant.notification() != null) {
            receiver(name + ".notification", merchant.notification());
        }
        if (faults.all().size() == before) {
            make(name, merchant);
        }
    }

    private void id(String name, KassaProperties.Merchant merchant) {
        var id = merchant.id();
        faults.text(name, id);
        if (id != null && !id.isBlank()) {
            faults.require(
                    ID.matcher(id).matches(),
                    name,
                    "may have only 1 to 64 letters, digits, dots, underscores and hyphens");
            faults.require(ids.add(id), name, "is there twice");
        }
    }

    private void keys(String name, KassaProperties.Merchant merchant) {
        if (merchant.apiKeysSha256().isEmpty()) {
            faults.add(PropertyFault.missing(name));
        }
        faults.hashes(name, merchant.apiKeysSha256());
        faults.require(
                merchant.apiKeysSha256().stream()
                        .allMatch(hash -> owners.put(hash.toLowerCase(Locale.ROOT), name) == null),
                name,
                "has a key that is there twice");
    }

    private void receiver(String name, KassaProperties.Receiver receiver) {
        faults.text(name + ".secret", receiver.secret());
        if (receiver.secret() != null && !receiver.secret().isBlank()) {
            faults.require(
                    Receiver.isSecret(receiver.secret()),
                    name + ".secret",
                    "must be whsec_ and base64 of 24 to 64 bytes");
        }
        URI url = receiver.url();
        if (url == null || url.toString().isBlank()) {
            faults.add(PropertyFault.missing(name + ".url"));
        } else if (!Receiver.isWeb(url)) {
            faults.add(
                    new PropertyFault(name + ".url", "must be an http(s) URL with a host, without user and fragment"));
        } else {
            faults.secure(name + ".url", url);
        }
    }

    /** What only the merchant itself knows of its rules. */
    private void make(String name, KassaProperties.Merchant merchant) {
        try {
            merchants.add(ServiceConfiguration.merchant(merchant));
        } catch (IllegalArgumentException wrong) {
            faults.add(new PropertyFault(name, "is wrong: " + requireNonNull(wrong.getMessage())));
        }
    }
}
