package dev.kassa.checkout.workflow;

import dev.kassa.klarna.AuthorizePayment;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The first authorize.
 *
 * @param call frozen; its session token is absent, because it travels sealed
 * @param sealedSessionToken bound to the checkout's id
 * @param boundTo what the seal is bound to
 * @param inDoubt whether an earlier try may have been executed
 * @param sendUntil without doubt nothing is sent from here on: the session is over
 * @param repeatUntil nothing is sent from here on, in doubt or not: Klarna forgets keys after 24 hours
 */
public record AuthorizeCommand(
        AuthorizePayment call,
        @Nullable String sealedSessionToken,
        String boundTo,
        boolean inDoubt,
        Instant sendUntil,
        Instant repeatUntil) {}
