package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Every endpoint of the merchant's API, for every checkout one could name and every key one could have: what is another
 * merchant's looks in every way like what is nobody's.
 */
class IsolationMatrixIT extends Journeys {
    /** What is no part of the merchant's API, and by what it is guarded instead. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "/v1/return/", "the customer's browser, by the link's own key: CustomerReturnTest",
            "/klarna/webhooks", "Klarna, by its signature: ForgedWebhookStormTest",
            "/api/payhub/", "PayHub's contract wants 403 for foreign ids, and has a table of its own",
            "/demo", "the demo of the embedded profile",
            "/v3/api-docs", "the description of the API, for everybody",
            "/swagger-ui", "the description of the API, for everybody",
            "/error", "the server's own error page");

    /** In this order: what is listed was not started here before; an own checkout is amended, canceled and started again. */
    private static final List<Row> ROWS = List.of(
            new Row("GET", "/v1/checkouts", id -> "/v1/checkouts?reference=" + id, _ -> "", true),
            new Row("POST", "/v1/checkouts", id -> "/v1/checkouts", IsolationMatrixIT::start, true),
            new Row("GET", "/v1/checkouts/{checkout_id}", id -> "/v1/checkouts/" + id, _ -> "", false),
            new Row(
                    "PATCH",
                    "/v1/checkouts/{checkout_id}",
                    id -> "/v1/checkouts/" + id,
                    _ -> "{\"amount\":900}",
                    false),
            new Row(
                    "POST",
                    "/v1/checkouts/{checkout_id}/cancel",
                    id -> "/v1/checkouts/" + id + "/cancel",
                    _ -> "",
                    false),
            new Row(
                    "POST",
                    "/v1/checkouts/{checkout_id}/restart",
                    id -> "/v1/checkouts/" + id + "/restart",
                    _ -> "",
                    false),
            new Row(
                    "GET",
                    "/v1/checkouts/{checkout_id}/notifications",
                    id -> "/v1/checkouts/" + id + "/notifications",
                    _ -> "",
                    false),
            new Row(
                    "POST",
                    "/v1/checkouts/{checkout_id}/notifications/{webhook_id}/resend",
                    id -> "/v1/checkouts/" + id + "/notifications/" + id + "-1-canceled/resend",
                    _ -> "",
                    false));

    /** What each row answers with the right key: own, foreign, unknown, malformed. */
    private static final Map<String, List<Integer>> EXPECTED = Map.of(
            "POST /v1/checkouts", List.of(200, 201, 201, 400),
            "GET /v1/checkouts", List.of(200, 200, 200, 400),
            "GET /v1/checkouts/{checkout_id}", List.of(200, 404, 404, 404),
            "PATCH /v1/checkouts/{checkout_id}", List.of(200, 404, 404, 404),
            "POST /v1/checkouts/{checkout_id}/cancel", List.of(200, 404, 404, 404),
            "POST /v1/checkouts/{checkout_id}/restart", List.of(201, 404, 404, 404),
            "GET /v1/checkouts/{checkout_id}/notifications", List.of(200, 404, 404, 404),
            // This merchant has no notification URL: there is nothing to be sent again.
            "POST /v1/checkouts/{checkout_id}/notifications/{webhook_id}/resend", List.of(404, 404, 404, 404));

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @Test
    void everyEndpointHasARowOrIsGuardedOtherwise() {
        var known = new TreeSet<>(ROWS.stream().map(Row::name).toList());
        assertThat(EXPECTED.keySet()).isEqualTo(known);
        assertThat(endpoints().stream()
                        .filter(endpoint -> !endpoint.equals("GET /"))
                        .filter(endpoint -> ELSEWHERE.keySet().stream()
                                .noneMatch(path -> endpoint.substring(endpoint.indexOf(' ') + 1)
                                        .startsWith(path))))
                .as("a new endpoint needs a row in this matrix")
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void whatIsForeignCannotBeToldFromWhatIsUnknown() {
        var own = shop().starts(order);
        var foreignOrder = Order.any();
        var owner = shop("other-sample-key");
        var foreign = owner.starts(foreignOrder);
        assertThat(List.of(own.status(), foreign.status())).containsExactly(201, 201);
        var before = owner.asksFor(foreign.id()).body();
        var references =
                List.of(order.reference(), foreignOrder.reference(), Order.any().reference(), "");
        var ids =
                List.of(own.id(), foreign.id(), "chk_" + "a".repeat(foreign.id().length() - 4), "chk_x");
        var table = new ArrayList<String>();
        for (var row : ROWS) {
            check(row, row.byReference() ? references : ids, table);
        }
        System.out.println("Isolation: statuses for own, foreign, unknown, malformed\n" + String.join("\n", table));
        assertThat(table).hasSize(ROWS.size() * 3);
        assertThat(owner.asksFor(foreign.id()).body())
                .as("the other merchant's checkout")
                .isEqualTo(before);
    }

    private void check(Row row, List<String> whose, List<String> table) {
        for (var key : List.of("wrong", "no", "right")) {
            var answers = whose.stream().map(id -> row.ask(asker(key), id)).toList();
            var statuses = answers.stream().map(Shop.Answer::status).toList();
            table.add("%-66s %-5s key  %s".formatted(row.name(), key, statuses));
            assertThat(seen(answers.get(1), whose.get(1)))
                    .as(row.name() + ", " + key + " key")
                    .isEqualTo(seen(answers.get(2), whose.get(2)));
            if (key.equals("right")) {
                assertThat(statuses).as(row.name()).isEqualTo(EXPECTED.get(row.name()));
            } else {
                assertThat(statuses).as(row.name()).containsOnly(401);
                assertThat(seen(answers.get(0), whose.get(0))).isEqualTo(seen(answers.get(2), whose.get(2)));
            }
        }
    }

    private Shop asker(String key) {
        return switch (key) {
            case "right" -> shop();
            case "wrong" -> shop("no-sample-key");
            default -> shop("");
        };
    }

    /** All that can be seen of an answer, but for what it repeats of the question and what is new in every checkout. */
    private static String seen(Shop.Answer answer, String asked) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        if (answer.status() == 201) {
            headers.remove("content-length");
        }
        return (answer.status() + " " + headers + " " + answer.body())
                .replace(asked.isEmpty() ? "\u0000" : asked, "(asked)")
                .replaceAll("chk_[0-9a-z]{26,}", "(id)")
                .replaceAll("[0-9T:-]{19}(\\.[0-9]+)?Z", "(instant)")
                .replaceAll("krn:payment:[^\"]*|[a-z0-9]{13}-[0-9]+", "(klarna's)")
                .replaceAll("\"(payment_request_url|payment_request_reference)\":\"[^\"]*\"", "(klarna's)")
                .replaceAll("\"(image_url|target_url)\":\"[^\"]*\"", "(klarna's)");
    }

    private List<String> endpoints() {
        return mappings.getHandlerMethods().keySet().stream()
                .flatMap(mapping -> {
                    var methods = mapping.getMethodsCondition().getMethods();
                    var names = methods.isEmpty()
                            ? List.of("ANY")
                            : methods.stream().map(Enum::name).toList();
                    return mapping.getPatternValues().stream()
                            .flatMap(path -> names.stream().map(method -> method + " " + path));
                })
                .sorted()
                .toList();
    }

    private static String start(String reference) {
        return reference.isEmpty() ? "{\"reference\":\"\"}" : new Order(reference, 11836, "").json();
    }

    /**
     * One endpoint.
     *
     * @param byReference whether a checkout is named by the merchant's reference there, else by its id
     */
    private record Row(
            String method,
            String pattern,
            Function<String, String> path,
            Function<String, String> body,
            boolean byReference) {
        String name() {
            return method + " " + pattern;
        }

        Shop.Answer ask(Shop shop, String whose) {
            return shop.asks(method, path.apply(whose), body.apply(whose));
        }
    }
}
