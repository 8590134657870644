package dev.kassa.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Klarna as a state machine: everything that can change lies here, behind one lock, on one clock. HTTP is a thin
 * layer on it.
 * Every entry first settles what the clock has brought about, so that no call sees a request that should have expired.
 */
final class Klarna {

    final SandboxSettings settings;
    final WebhookFaults webhookFaults = new WebhookFaults();
    final Faults faults = new Faults(this::now);
    final Plans plans = new Plans();
    final Tokens tokens = new Tokens();
    final IdempotencyKeys keys = new IdempotencyKeys();
    final Ledger ledger = new Ledger();
    final Webhooks webhooks;
    final PaymentRequests requests;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Duration offset = Duration.ZERO;
    private Duration skew = Duration.ZERO;
    private volatile Switches switches;
    private Runnable atTheEnd = () -> {};

    Klarna(SandboxSettings settings) {
        this.settings = settings;
        this.switches = settings.switches();
        this.webhooks = new Webhooks(webhookFaults, settings);
        this.requests = new PaymentRequests(tokens, webhooks, settings.deletionDelay(), this::switches);
    }

    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            requests.settle(now());
            return work.get();
        } finally {
            try {
                end();
            } finally {
                changed.signalAll();
                lock.unlock();
            }
        }
    }

    // A section inside another is not over: half of what the outer one does must not be taken for all of it.
    private void end() {
        if (lock.getHoldCount() == 1) {
            atTheEnd.run();
        }
    }

    /** Has something done at the end of every section, before its outcome leaves it. */
    void atTheEndOfEachSection(Runnable work) {
        atTheEnd = work;
    }

    void keep(Memory memory) {
        memory.only("offset", () -> offset, new TypeReference<Duration>() {}, then -> offset = then);
        memory.only("skew", () -> skew, new TypeReference<Duration>() {}, then -> skew = then);
        memory.keep(new Kept.Named<>(
                "switch",
                () -> Switches.topics().stream()
                        .collect(Collectors.toMap(Class::getSimpleName, topic -> switches.in(topic))),
                Reading::name,
                (topic, name) -> {
                    requests.changed();
                    switches = switches.with(SwitchCommands.reading(topic, name.stringValue()));
                }));
    }

    Instant now() {
        lock.lock();
        try {
            return settings.clock().instant().plus(offset).plus(skew);
        } finally {
            lock.unlock();
        }
    }

    Duration offset() {
        return locked(() -> offset);
    }

    Switches switches() {
        return switches;
    }

    void switchTo(Reading... readings) {
        locked(() -> {
            requests.changed();
            switches = switches.with(readings);
            return true;
        });
        locked(() -> switches);
    }

    /** Lets the clock differ from everybody else's by {@code other}, instead of what it differed by so far. */
    void skew(Duration other) {
        locked(() -> skew = other);
        locked(() -> skew);
    }

    void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("Time does not run backwards");
        }
        locked(() -> offset = offset.plus(by));
        locked(() -> offset);
    }

    /** Moves the time to {@code then}, or throws {@link IllegalStateException} where that is past. */
    void advanceTo(Instant then) {
        locked(() -> {
            Duration by = Duration.between(now(), then);
            if (by.isNegative()) {
                throw new IllegalStateException("It is " + now() + " already");
            }
            advance(by);
            return then;
        });
    }

    PaymentRequestView decide(String idOrReference, CustomerDecision.Kind kind) {
        return locked(() -> {
            PaymentRequest request = known(idOrReference);
            requests.decide(request, kind, now());
            return request.view();
        });
    }

    List<PaymentRequestView> paymentRequests() {
        return locked(() -> requests.all().stream().map(PaymentRequest::view).toList());
    }

    Optional<PaymentRequestView> find(String idOrReference) {
        return locked(() -> requests.find(idOrReference).map(PaymentRequest::view));
    }

    /** Like {@link #locked}, but waking nobody: for whoever waits for changes himself. */
    <T extends @Nullable Object> T quietly(Supplier<T> work) {
        lock.lock();
        try {
            requests.settle(now());
            return work.get();
        } finally {
            try {
                end();
            } finally {
                lock.unlock();
            }
        }
    }

    Optional<Instant> nextDue() {
        return quietly(this::due);
    }

    private Optional<Instant> due() {
        return Stream.concat(requests.due(), webhooks.due()).min(Instant::compareTo);
    }

    /** Naps until something changes, {@code most} at the longest, or for no reason at all. */
    @SuppressWarnings("WaitNotInLoop") // The loop is the caller's: waking up early costs it one look.
    void awaitChange(Duration most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            changed.awaitNanos(most.toNanos());
        } finally {
            lock.unlock();
        }
    }

    private PaymentRequest known(String idOrReference) {
        return requests.find(idOrReference)
                .orElseThrow(() -> new IllegalArgumentException("There is no Payment Request " + idOrReference));
    }
}
