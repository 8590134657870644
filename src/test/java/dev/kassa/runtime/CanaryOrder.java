package dev.kassa.runtime;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A start in which every field that could name a customer, or is a token, has a canary of its own. */
final class CanaryOrder {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private CanaryOrder() {}

    /** The reference is public by the contract, a search attribute: it holds none. */
    static String json(CanaryWorld world, String reference, String session, String expiry) {
        var place = new Place(world.canaries, reference);
        var order = JSON.createObjectNode()
                .put("reference", reference)
                .put("amount", 11836)
                .put("currency", "EUR")
                .put("return_url", Order.SHOP + "/klarna/return?basket=" + place.text("return_url's query"))
                .put("session_timeout", session)
                .put("klarna_network_session_token", "krn:session-token:" + place.text("session token"));
        order.putObject("interaction_expiry").put("duration", expiry);
        order.put("interoperability_data", "{\"sdk\":\"" + place.text("interoperability_data") + "\"}");
        order.putObject("klarna_network_data").put("context", place.text("klarna_network_data"));
        order.putObject("request_customer_token")
                .put("customer_token_reference", place.text("customer_token_reference"))
                .putArray("scopes")
                .add("payment:customer_not_present");
        purchase(order.putObject("supplementary_purchase_data"), reference, place);
        return JSON.writeValueAsString(order);
    }

    private static void purchase(ObjectNode purchase, String reference, Place place) {
        purchase.put("purchase_reference", reference);
        var customer = purchase.putObject("customer")
                .put("email", place.text("email") + "@example.test")
                .put("phone", "+" + place.digits("phone"))
                .put("date_of_birth", place.digits("date of birth"))
                .put("national_id", place.digits("national id"));
        List.of("given_name", "family_name").forEach(name -> customer.put(name, place.text(name)));
        address(customer.putObject("address"), "customer", place);
        address(
                purchase.putArray("shipping")
                        .addObject()
                        .put("shipping_reference", place.text("shipping reference"))
                        .putObject("address"),
                "shipping",
                place);
        purchase.putArray("line_items")
                .addObject()
                .put("name", "A book about " + place.text("what was bought"))
                .put("quantity", 1)
                .put("unit_price", 11836)
                .put("total_amount", 11836)
                .put("product_url", "https://shop.example/" + place.text("product URL"));
        purchase.putArray("vouchers").addObject().put("voucher_name", place.text("voucher"));
        purchase.putObject("additional_data").put("note", place.text("additional data"));
    }

    private static void address(ObjectNode address, String whose, Place place) {
        for (var line : List.of("street_address", "postal_code", "city", "care_of")) {
            address.put(line, place.text(whose + "'s " + line));
        }
    }

    /** Where a canary of one order stands. */
    private record Place(Canaries canaries, String order) {
        String text(String field) {
            return canaries.plant(order + ": " + field);
        }

        String digits(String field) {
            return canaries.plantDigits(order + ": " + field);
        }
    }
}
