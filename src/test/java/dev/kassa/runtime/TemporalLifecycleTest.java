package dev.kassa.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kassa.operations.TemporalStanding;
import dev.kassa.operations.TemporalStanding.Away;
import dev.kassa.operations.TemporalStanding.Reachable;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TemporalLifecycleTest {
    private static final Away AWAY = new Away("UNAVAILABLE");
    private static final Reachable MONTH = new Reachable(Optional.of(Duration.ofDays(30)));
    private static final Reachable THREE_DAYS = new Reachable(Optional.of(Duration.ofDays(3)));

    private final Deque<TemporalStanding> standings = new ConcurrentLinkedDeque<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final CountDownLatch workersStarted = new CountDownLatch(1);
    private final CountDownLatch workersStopped = new CountDownLatch(1);
    private final CountDownLatch exited = new CountDownLatch(1);
    /** So many times it is not possible. */
    private final AtomicInteger failsToGoOn = new AtomicInteger();

    private TemporalLifecycle start = start(Money.PRETENDED);

    private enum Money {
        REAL,
        PRETENDED
    }

    @AfterEach
    void stop() {
        start.stop();
    }

    @Test
    void workersStartAtOnceWhereTemporalIsThere() {
        standings.addAll(List.of(MONTH));
        start.start();
        assertThat(workersStarted.getCount()).isZero();
    }

    @Test
    void theApplicationStartsWithoutTemporalAndTheWorkersFollow() throws InterruptedException {
        standings.addAll(List.of(AWAY, AWAY, MONTH));
        start.start();
        assertThat(start.isRunning()).isTrue();
        assertThat(workersStarted.getCount()).isEqualTo(1);
        assertThat(workersStarted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whileTemporalIsAwayTheWorkersRestAndGoOnWhenItIsBack() throws InterruptedException {
        standings.addAll(List.of(MONTH, AWAY, AWAY, AWAY, MONTH));
        start.start();
        assertThat(said.poll(10, TimeUnit.SECONDS)).isEqualTo("rest");
        assertThat(said.poll(10, TimeUnit.SECONDS)).isEqualTo("go on");
    }

    @Test
    void workersThatCouldNotGoOnAreToldAgain() throws InterruptedException {
        failsToGoOn.set(2);
        standings.addAll(List.of(MONTH, AWAY, AWAY, AWAY, MONTH));
        start.start();
        assertThat(said.poll(10, TimeUnit.SECONDS)).isEqualTo("rest");
        assertThat(said.poll(10, TimeUnit.SECONDS)).isEqualTo("go on");
        assertThat(failsToGoOn).hasNegativeValue();
    }

    @Test
    void oneLostAnswerIsNoReasonToRest() throws InterruptedException {
        standings.addAll(List.of(MONTH, AWAY, MONTH));
        start.start();
        assertThat(said.poll(10, TimeUnit.SECONDS)).isEqualTo("go on");
    }

    @Test
    void aNamespaceThatForgetsTooEarlyIsBearableInATest() {
        standings.addAll(List.of(THREE_DAYS));
        start.start();
        assertThat(workersStarted.getCount()).isZero();
    }

    @Test
    void withRealMoneyItIsRefused() {
        start = start(Money.REAL);
        standings.addAll(List.of(THREE_DAYS));
        assertThatExceptionOfType(InvalidPropertiesException.class)
                .isThrownBy(start::start)
                .satisfies(refused -> assertThat(refused.faults())
                        .singleElement()
                        .extracting(PropertyFault::property)
                        .isEqualTo("spring.temporal.namespace"));
        assertThat(workersStarted.getCount()).isEqualTo(1);
    }

    @Test
    void withRealMoneyItIsRefusedAlsoWhereItIsFoundOutLate() throws InterruptedException {
        start = start(Money.REAL);
        standings.addAll(List.of(AWAY, THREE_DAYS));
        start.start();
        assertThat(exited.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(workersStarted.getCount()).isEqualTo(1);
    }

    @Test
    void workersAreStoppedWithTheApplication() {
        standings.addAll(List.of(MONTH));
        start.start();
        start.stop();
        assertThat(workersStopped.getCount()).isZero();
        assertThat(start.isRunning()).isFalse();
    }

    private TemporalLifecycle start(Money money) {
        var workers = new TemporalLifecycle.Workers() {
            @Override
            public boolean start() {
                workersStarted.countDown();
                return true;
            }

            @Override
            public void rest() {
                said.add("rest");
            }

            @Override
            public void goOn() {
                if (failsToGoOn.getAndDecrement() > 0) {
                    throw new IllegalStateException("not yet");
                }
                said.add("go on");
            }

            @Override
            public void stop(Duration limit) {
                workersStopped.countDown();
            }
        };
        return new TemporalLifecycle(
                () -> standings.size() > 1 ? standings.removeFirst() : standings.getFirst(),
                "127.0.0.1:7233",
                money == Money.REAL,
                workers,
                exited::countDown);
    }
}
