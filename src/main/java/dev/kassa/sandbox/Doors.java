package dev.kassa.sandbox;

import java.util.function.Supplier;

/**
 * Which part of the sandbox a call is for. Whoever does not ask for one of ours is a partner and meets Klarna.
 *
 * @param writeDown keeps what a command changed outside of Klarna's sections, before it is answered
 */
record Doors(SameOrigin origins, Console console, PurchasePage purchase, ControlApi control, Runnable writeDown) {

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
        Reply reply = ours(call);
        writeDown.run();
        return reply;
    }

    private Reply ours(Call call) {
        if (call.path().startsWith("/sandbox/")) {
            return control.reply(call);
        }
        return call.path().startsWith("/pay/") ? purchase.reply(call) : console.reply(call);
    }
}
