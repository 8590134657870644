package dev.kassa.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the page needs of what stands behind the shop: Klarna's sandbox, Temporal, and the worker of this process. */
public interface Backstage {
    /** What is known of a checkout at this moment; asks no worker, so it is there while none runs. */
    Behind behind(String checkoutId);

    /** How it all stands. */
    Switches switches();

    /** From now on every call of Klarna's API is answered with 503, or none; the customer's page stays. */
    void switchKlarna(Power power);

    /** Stops the worker as a crash would, or starts a new one. */
    void switchWorker(Power power);

    /**
     * What becomes of Klarna's next webhook that says that this checkout's customer has approved; false where there is none
     * to come.
     */
    boolean orderWebhook(String checkoutId, Fate fate);

    /** What Klarna will answer to the first authorize of that purchase. */
    void planAnswer(String reference, KlarnasAnswer answer);

    /**
     * What is known of a checkout.
     *
     * @param books absent where Klarna is not the sandbox of this process
     * @param events how many events its history has, which tells whether anything moved
     */
    record Behind(
            List<Step> steps,
            List<Countdown> countdowns,
            @Nullable KlarnaBooks books,
            long events) {}

    /** What can be switched. */
    record Switches(Power klarna, Power worker) {}

    /** Whether something runs. */
    enum Power {
        ON,
        OFF,
        /** It is not in this process, and not ours to switch. */
        ELSEWHERE
    }

    /** What becomes of a webhook. */
    enum Fate {
        LOST,
        DOUBLED
    }

    /** What Klarna makes of an authorize. */
    enum KlarnasAnswer {
        STEP_UP_REQUIRED,
        APPROVED,
        DECLINED
    }
}
