package dev.kassa.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The ways in which an answer that was right arrives wrong. */
final class Alterations {

    private static final String UNHEARD_OF = "UNDER_REVIEW";

    private Alterations() {}

    static Answer half(Answer answer) {
        return answer.with(Arrays.copyOf(answer.body(), answer.body().length / 2));
    }

    static Answer empty(Answer answer) {
        return new Answer(200, answer.headers(), new byte[0]);
    }

    static Answer unreadable(Answer answer) {
        return new Answer(200, answer.headers(), "OK".getBytes(StandardCharsets.UTF_8));
    }

    static Answer asHtml(Answer answer) {
        return answer.with("Content-Type", "text/html;charset=utf-8");
    }

    /** With a field that nobody knows in each object; what is no JSON stays. */
    static Answer withExtras(Answer answer) {
        Optional<ObjectNode> body = Json.parse(answer.body());
        body.ifPresent(Alterations::addExtras);
        return body.map(json -> answer.with(Json.bytes(json))).orElse(answer);
    }

    private static void addExtras(ObjectNode json) {
        json.forEach(value -> {
            if (value instanceof ObjectNode object) {
                addExtras(object);
            }
        });
        json.putObject("unheard_of").put("since", 2027);
    }

    /** An answer that tells a result, or the state of a Payment Request, tells another one; an error stays. */
    static Answer unknown(Answer answer) {
        Optional<ObjectNode> body = answer.status() < 300 ? Json.parse(answer.body()) : Optional.empty();
        if (body.isEmpty()) {
            return answer;
        }
        ObjectNode json = body.get();
        boolean isResult = false;
        for (String response : new String[] {"payment_transaction_response", "customer_token_response"}) {
            if (json.path(response) instanceof ObjectNode result) {
                result.put("result", UNHEARD_OF);
                isResult = true;
            }
        }
        return answer.with(Json.bytes(isResult ? json : json.put("state", UNHEARD_OF)));
    }
}
