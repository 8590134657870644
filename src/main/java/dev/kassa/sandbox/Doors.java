package dev.kassa.sandbox;

import java.util.function.Supplier;

/** Which part of the sandbox a call is for. Whoever does not ask for one of ours is a partner and meets Klarna. */
record Doors(SameOrigin origins, Console console, PurchasePage purchase, ControlApi control) {

    Reply reply(Call call, Supplier<Reply> klarna) {
        boolean isOurs = Console.serves(call.path())
                || call.path().startsWith("/pay/")
                || call.path().startsWith("/sandbox/");
        if (!isOurs) {
            return klarna.get();
        }
        if (origins.isForeign(call)) {
            return new Reply.Send(Answer.json(403, Json.object().put("error", "A foreign web page sent this")));
        }
        if (call.path().startsWith("/sandbox/")) {
            return control.reply(call);
        }
        return call.path().startsWith("/pay/") ? purchase.reply(call) : console.reply(call);
    }
}
