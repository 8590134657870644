package dev.kassa.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderTest {
    @Test
    void anOrderThatSaysNothingIsTheOneThatThePageShowsAtFirst() {
        var purchase = new Order(null, null, null, null).purchase("order-1");

        assertThat(purchase.lineItems())
                .extracting(DemoShop.LineItem::name)
                .containsExactly("Winter helmet", "Hub dynamo lamp", "Wool socks, a pair");
        assertThat(purchase.lineItems().stream().mapToInt(DemoShop.LineItem::totalAmount))
                .containsExactly(5918, 3450, 2468);
        assertThat(purchase.lineItems().stream()
                        .mapToInt(DemoShop.LineItem::totalTaxAmount)
                        .sum())
                .isEqualTo(2366);
        assertThat(purchase.sessionTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(purchase.delivery()).isEmpty();
    }

    @Test
    void whatLiesInTheBasketNoTimesIsNotBought() {
        var order = new Order(Map.of(Article.BELL, 3, Article.HELMET, 0), null, Order.Patience.MINUTE, null);

        assertThat(order.isAcceptable()).isTrue();
        assertThat(order.purchase("order-2").lineItems())
                .containsExactly(new DemoShop.LineItem("Brass bell", 3, 1890, 5670, 1134));
    }

    @Test
    void aParcelGoesWhereItWasSentTo() {
        var delivery = new Order.Delivery("Astrid Lind", "astrid@example.com", "Storgatan 4", "411 24", "Göteborg");

        assertThat(new Order(null, delivery, null, null).purchase("order-3").delivery())
                .contains(new DemoShop.Recipient(
                        "Astrid Lind", "astrid@example.com", "Storgatan 4", "411 24", "Göteborg"));
    }
}
