package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kassa.sandbox.Sandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Kassa, the Temporal server and its PostgreSQL are killed by SIGKILL, in any order and as often as was asked for, while
 * many checkouts are open and their customers decide. {@code temporal/kill-many} runs it; one seed, one order of kills.
 */
@RealServer.Needed(because = "it is killed too")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated
@Timeout(3600)
class OpenCheckoutsKillIT {
    private static final int CHECKOUTS = Integer.getInteger("kill.checkouts", 100);

    /** Klarna's second repeat of a webhook comes after 2 minutes, its third after 15: later than a scheduled read. */
    private static final Duration UNTIL_ALL_HAVE_ENDED = Duration.ofMinutes(16);

    /** What is killed, and how often when nothing is said. */
    private enum Victim {
        KASSA,
        TEMPORAL,
        POSTGRES;

        private int times() {
            return Integer.getInteger("kill." + process(), 1);
        }

        private String process() {
            return switch (this) {
                case KASSA -> "kassa";
                case TEMPORAL -> "temporal";
                case POSTGRES -> "postgres";
            };
        }
    }

    private final long seed = Long.getLong("kill.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Installation installation = new Installation();
    private final KassaProcess kassa = installation.kassa;
    private final Shop shop = installation.shop;
    private final Sandbox klarna = installation.klarna;
    private final ScheduledExecutorService restarts = Executors.newSingleThreadScheduledExecutor();
    private final Crowd crowd = new Crowd(klarna, shop);
    private final Instant began = Instant.now();

    @BeforeAll
    void start() {
        Assumptions.assumeTrue(
                Rehearsal.isRunning(), "SKIPPED: the server is not that of temporal/rehearsal; use temporal/kill-many");
        kassa.start();
    }

    @AfterAll
    void stop() {
        restarts.shutdownNow();
        installation.close();
    }

    @Test
    void everyCheckoutEndsAsItsCustomerDecidedWhateverIsKilled() {
        var victims = victims();
        say("seed " + seed + ": " + CHECKOUTS + " checkouts, " + victims.size() + " kills");
        crowd.start(CHECKOUTS, random);
        say("all wait for their customers");
        var restarting = restarts.scheduleWithFixedDelay(this::startAgainWhatEnded, 1, 1, TimeUnit.SECONDS);
        for (int number = 0; number < victims.size(); number++) {
            killAndStartAgain(victims.get(number), number + 1, victims.size());
        }
        crowd.decide(crowd.undecided());
        crowd.awaitEnds(UNTIL_ALL_HAVE_ENDED);
        assertThat(restarting.isDone()).isFalse();
        say("verdict: " + crowd.ends());
        crowd.judge();
        say("verdict: all ended as decided; one transaction for each that was paid, none for others");
    }

    private List<Victim> victims() {
        var victims = new ArrayList<Victim>();
        for (Victim victim : Victim.values()) {
            victims.addAll(Collections.nCopies(victim.times(), victim));
        }
        Collections.shuffle(victims, random);
        assertThat(victims).isNotEmpty();
        return victims;
    }

    /** Some decide just before, so that the kill meets what that brings about; as many while it is dead. */
    private void killAndStartAgain(Victim victim, int number, int kills) {
        int some = Math.max(1, crowd.undecided() / (2 * (kills - number + 1)));
        int calls = klarna.ledger().size();
        crowd.decide(some);
        awaitCalls(calls + random.nextInt(2 * some + 1));
        switch (victim) {
            case KASSA -> {
                kassa.kill();
                crowd.decide(some);
                kassa.start();
            }
            case TEMPORAL, POSTGRES -> {
                synchronized (restarts) {
                    startAgainWhatEnded();
                    Rehearsal.kill(victim.process());
                    crowd.decide(some);
                    Rehearsal.start(victim.process());
                }
            }
        }
        say(number + " of " + kills + ": " + victim.process() + " killed and back, " + crowd.undecided()
                + " undecided");
    }

    /** As the restart policy of docker-compose.yml does: a Temporal whose database goes while it starts ends by itself. */
    private void startAgainWhatEnded() {
        synchronized (restarts) {
            if (!Rehearsal.isAlive(Victim.TEMPORAL.process())) {
                say("Temporal has ended by itself and is started again");
                Rehearsal.start(Victim.TEMPORAL.process());
            }
        }
    }

    /** A moment that differs from kill to kill: so many calls at Klarna later, or 2 s where they do not come. */
    private void awaitCalls(int count) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> klarna.ledger().size() >= count);
        } catch (ConditionTimeoutException _) {
            // Those who decided asked for less.
        }
    }

    private void say(String what) {
        long second = Duration.between(began, Instant.now()).toSeconds();
        System.out.println("KILLS: " + second + " s: " + what);
    }
}
