package dev.kassa.checkout.api;

import dev.kassa.checkout.client.Fingerprint;
import dev.kassa.checkout.client.InteractionWindow;
import dev.kassa.checkout.client.StartCheckout;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.merchant.Merchant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The rules of {@code POST /v1/checkouts} (contract, section 1), in the order of its table. */
final class StartRequest {
    private static final String DEFAULT_SESSION_TIMEOUT = "PT30M";
    private static final int LONGEST_REFERENCE = 255;
    static final long LARGEST_AMOUNT = Integer.MAX_VALUE;
    private static final int LONGEST_URL = 2048;
    private static final int LONGEST_OPTION_ID = 255;

    /** Klarna takes 6 KB per header (klarna.md, section 2). */
    private static final int LONGEST_HEADER = 6144;

    /** What cannot be stored everywhere (PostgreSQL takes no NUL), nor shown in one line. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x21-\\x7e]*");

    private final ObjectNode body;
    private final Merchant merchant;
    private final Faults faults = new Faults();
    private final Fields fields;

    private StartRequest(ObjectNode body, Merchant merchant) {
        this.body = body;
        this.merchant = merchant;
        this.fields = new Fields(body, "", faults);
    }

    /**
     * The order in a body. Alone the distance of an expiry's timestamp is not yet judged: in a repeat it may have passed.
     *
     * @throws InvalidRequestException with all faults at once
     */
    static StartCheckout read(ObjectNode body, Merchant merchant, Instant now) {
        return new StartRequest(body, merchant).read(now);
    }

    private StartCheckout read(Instant now) {
        var reference = reference();
        var amount = fields.integer("amount", 1, LARGEST_AMOUNT);
        var currency = currency();
        List.of("reference", "amount", "currency").forEach(fields::require);
        var capture = fields.oneOf("capture", Capture.class, Capture.LATER);
        var method = fields.oneOf("interaction_method", InteractionMethod.class, InteractionMethod.HANDOVER);
        var returnUrl = returnUrl();
        if (method == InteractionMethod.HANDOVER) {
            fields.require("return_url");
        }
        var appReturnUrl = appReturnUrl();
        var sessionTimeout = ExpiryFields.sessionTimeout(fields);
        var expiry = ExpiryFields.interactionExpiry(fields);
        var sessionToken = sessionToken();
        var optionId = fields.text("payment_option_id", 1, LONGEST_OPTION_ID);
        var purchaseData = fields.object("supplementary_purchase_data");
        var interoperabilityData = fields.textOrObject("interoperability_data");
        var networkData = fields.textOrObject("klarna_network_data");
        var customerToken = fields.object("request_customer_token");
        fields.refuseOthers();
        if (!faults.isEmpty() && expiry != null && !ExpiryFields.isInRange(expiry, now)) {
            faults.add(ExpiryFields.TIMESTAMP, ExpiryFields.OUT_OF_RANGE);
        }
        if (!faults.isEmpty() || reference == null || amount == null || currency == null) {
            throw new InvalidRequestException(faults.all());
        }
        var timeout = sessionTimeout != null ? sessionTimeout : DEFAULT_SESSION_TIMEOUT;
        var payment = new PaymentDetails(
                amount, currency, capture, optionId, purchaseData, interoperabilityData, networkData, customerToken);
        return new StartCheckout(
                reference,
                payment,
                method,
                returnUrl,
                appReturnUrl,
                Duration.parse(timeout),
                expiry != null ? expiry : new InteractionExpiry(defaultExpiry(timeout), null),
                sessionToken,
                Fingerprint.of(withDefaults(timeout)));
    }

    private @Nullable String reference() {
        var reference = fields.text("reference", 1, LONGEST_REFERENCE);
        return reference != null && CONTROL.matcher(reference).find()
                ? fields.wrong("reference", "must have no control characters")
                : reference;
    }

    private @Nullable String currency() {
        var code = fields.text("currency", 3, 3);
        return code == null || Currencies.isCurrent(code)
                ? code
                : fields.wrong("currency", "must be a current ISO 4217 code such as EUR");
    }

    private @Nullable String returnUrl() {
        var url = fields.text("return_url", 1, LONGEST_URL);
        var fault = url == null ? null : ReturnUrls.fault(url, merchant);
        return fault == null ? url : fields.wrong("return_url", fault);
    }

    private @Nullable String appReturnUrl() {
        var link = fields.text("app_return_url", 1, LONGEST_URL);
        var fault = link == null ? null : ReturnUrls.appFault(link, merchant);
        return fault == null ? link : fields.wrong("app_return_url", fault);
    }

    private @Nullable String sessionToken() {
        var token = fields.text("klarna_network_session_token", 1, LONGEST_HEADER);
        return token == null || HEADER_VALUE.matcher(token).matches()
                ? token
                : fields.wrong("klarna_network_session_token", "must be visible ASCII: it becomes a header");
    }

    private static String defaultExpiry(String sessionTimeout) {
        var timeout = Duration.parse(sessionTimeout);
        return InteractionWindow.allows(timeout)
                ? sessionTimeout
                : InteractionWindow.defaultFor(timeout).toString();
    }

    /** The whole content as the fingerprint sees it: a default that is written out equals one that is left out. */
    private ObjectNode withDefaults(String sessionTimeout) {
        var whole = body.deepCopy();
        putIfAbsent(whole, "capture", Capture.LATER.name());
        putIfAbsent(whole, "interaction_method", InteractionMethod.HANDOVER.name());
        putIfAbsent(whole, ExpiryFields.SESSION_TIMEOUT, sessionTimeout);
        if (!whole.has(ExpiryFields.INTERACTION_EXPIRY)) {
            whole.putObject(ExpiryFields.INTERACTION_EXPIRY).put("duration", defaultExpiry(sessionTimeout));
        }
        return whole;
    }

    private static void putIfAbsent(ObjectNode object, String name, String value) {
        if (!object.has(name)) {
            object.put(name, value);
        }
    }
}
