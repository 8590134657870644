package dev.kassa.storm;

import dev.kassa.checkout.client.Fingerprint;
import dev.kassa.checkout.client.InteractionWindow;
import dev.kassa.checkout.client.StartCheckout;
import dev.kassa.klarna.Capture;
import dev.kassa.klarna.InteractionExpiry;
import dev.kassa.klarna.InteractionMethod;
import dev.kassa.klarna.PaymentDetails;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What merchants order, by the dice of one checkout. */
final class Orders {
    private static final int SHOPS = Shop.ALL.size();

    private Orders() {}

    /**
     * Three merchants in a row use one reference.
     *
     * @param sessions how long a session is, by the dice
     */
    static Purchase purchase(int number, Function<SplittableRandom, Duration> sessions, SplittableRandom dice) {
        var shop = Shop.ALL.get(number % SHOPS);
        var reference = "order-" + number / SHOPS;
        var purchaseReference = shop.merchant().id() + "." + reference;
        return new Purchase(
                number, shop, order(reference, purchaseReference, sessions.apply(dice), dice), purchaseReference);
    }

    private static StartCheckout order(
            String reference, String purchaseReference, Duration session, SplittableRandom dice) {
        var data = JsonMapper.shared().createObjectNode();
        data.put("purchase_reference", purchaseReference);
        ObjectNode customer = data.putObject("customer");
        customer.put("given_name", "Astrid Lindgren");
        long amount = dice.nextInt(100, 100_000);
        data.put("amount", amount);
        return new StartCheckout(
                reference,
                new PaymentDetails(
                        amount,
                        "EUR",
                        dice.nextInt(4) == 0 ? Capture.NOW : Capture.LATER,
                        null,
                        data,
                        null,
                        null,
                        null),
                InteractionMethod.HANDOVER,
                Shop.RETURN_URL,
                null,
                session,
                new InteractionExpiry(expiry(session, dice).toString(), null),
                dice.nextInt(10) == 0 ? Secrets.SESSION_TOKEN : null,
                Fingerprint.of(data));
    }

    /** The same order but for its amount. */
    static StartCheckout other(StartCheckout order) {
        var data = JsonMapper.shared().createObjectNode().put("other", true);
        return new StartCheckout(
                order.reference(),
                order.payment(),
                order.method(),
                order.returnUrl(),
                null,
                order.sessionTimeout(),
                order.interactionExpiry(),
                null,
                Fingerprint.of(data));
    }

    /** As merchants have them; some last for a day or two. */
    static Duration session(Size size, SplittableRandom dice) {
        if (dice.nextInt(1000) < size.longSessions()) {
            return Duration.ofHours(dice.nextInt(24, 49));
        }
        return switch (dice.nextInt(10)) {
            case 0 -> Duration.ofMinutes(1);
            case 1, 2 -> Duration.ofMinutes(dice.nextInt(2, 30));
            case 3, 4, 5, 6, 7 -> Duration.ofMinutes(30);
            default -> Duration.ofMinutes(dice.nextInt(45, 6 * 60));
        };
    }

    /** As long as the session; or longer, or shorter, as some merchants have it. */
    private static Duration expiry(Duration session, SplittableRandom dice) {
        var usual = InteractionWindow.defaultFor(session);
        return switch (dice.nextInt(8)) {
            case 0 -> within(session.multipliedBy(2));
            case 1 -> within(session.dividedBy(2));
            case 2 -> within(session.plusMinutes(5));
            default -> usual;
        };
    }

    private static Duration within(Duration wish) {
        if (wish.compareTo(InteractionWindow.SHORTEST) < 0) {
            return InteractionWindow.SHORTEST;
        }
        return wish.compareTo(InteractionWindow.LONGEST) > 0 ? InteractionWindow.LONGEST : wish;
    }
}
