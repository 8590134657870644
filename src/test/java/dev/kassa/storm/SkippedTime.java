package dev.kassa.storm;

import static java.util.Objects.requireNonNull;

import io.temporal.testserver.TestServer.InProcessTestServer;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedList;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The time of Temporal's test server. While anything is under way it runs as everybody's does; where nothing is, it is told
 * to jump. Left to itself that server jumps whenever it has no task, though a customer may have something to do before,
 * and never while it waits for a task that died with its worker. What tells the one from the other is in its timer, which is
 * reached by reflection.
 */
final class SkippedTime {
    /** Of real time: so long nothing happens only where what is waited for died with its worker. */
    private static final Duration LOST = Duration.ofMillis(250);

    /** In nanoseconds: short at first, because most is over soon; longer then, because waking up takes the others' CPU. */
    private static final long FIRST_NAP = 50_000;

    private static final long LONGEST_NAP = 500_000;

    private final Object timer;
    private final LongSupplier clock;
    private final Lock lock;
    private final PriorityQueue<?> tasks;
    private final Field locks;
    private final Field queueIsEmpty;
    private final Method skipTo;
    private @Nullable Method executionTime;
    /** Locks of tasks that nobody works on any more; they go when those time out, or never where their run has ended. */
    private int lost;

    SkippedTime(InProcessTestServer server) {
        try {
            timer = requireNonNull(field(serviceOf(server), "selfAdvancingTimer"));
            clock = (LongSupplier) requireNonNull(field(timer, "clock"));
            lock = (Lock) requireNonNull(field(timer, "lock"));
            tasks = (PriorityQueue<?>) requireNonNull(field(timer, "tasks"));
            locks = accessible("lockCount");
            queueIsEmpty = accessible("emptyQueue");
            skipTo = timer.getClass().getDeclaredMethod("skipTo", Instant.class);
            skipTo.setAccessible(true);
            // Its list of who holds a lock, for people who debug, only grows; to find an entry in it takes ever longer.
            accessible("lockEvents").set(timer, new Nobody());
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException("this is another test server than the one of SDK 1.38.0", changed);
        }
    }

    @SuppressWarnings("deprecation")
    private static Object serviceOf(InProcessTestServer server) {
        return server.getWorkflowService();
    }

    Instant now() {
        return Instant.ofEpochMilli(clock.getAsLong());
    }

    /** When Temporal next has something to do by itself; far away where every run has ended. */
    Instant nextDue() {
        lock.lock();
        try {
            return tasks.isEmpty() ? Instant.MAX : Instant.ofEpochMilli(dueMillis());
        } finally {
            lock.unlock();
        }
    }

    /** Lets time jump, never backwards; what is due happens from now on, see {@link #settle}. */
    void jumpTo(Instant then) {
        call(skipTo, timer, then);
    }

    /**
     * Waits in real time until nothing is under way any more at Temporal, nor what {@code others} knows of.
     *
     * @param others whether nobody else works; asked again and again
     */
    void settle(BooleanSupplier others) {
        long quietSince = 0;
        long nap = FIRST_NAP;
        int seen = -1;
        while (true) {
            int held = held();
            boolean isIdle = others.getAsBoolean();
            if (isIdle && held <= lost && held() <= lost) {
                lost = held;
                return;
            }
            long now = System.nanoTime();
            if (!isIdle || held != seen || held == Integer.MAX_VALUE) {
                seen = held;
                quietSince = now;
            } else if (now - quietSince > LOST.toNanos()) {
                lost = held;
            }
            LockSupport.parkNanos(nap);
            nap = Math.min(2 * nap, LONGEST_NAP);
        }
    }

    /** How many locks tasks hold; more than any where a timer is due that was not taken yet. */
    private int held() {
        long now = clock.getAsLong();
        lock.lock();
        try {
            if (!tasks.isEmpty() && dueMillis() <= now) {
                return Integer.MAX_VALUE;
            }
            return locks.getInt(timer) - 1 - (queueIsEmpty.getBoolean(timer) ? 1 : 0);
        } catch (IllegalAccessException changed) {
            throw new IllegalStateException(changed);
        } finally {
            lock.unlock();
        }
    }

    private long dueMillis() {
        var next = requireNonNull((Object) tasks.peek());
        if (executionTime == null) {
            try {
                executionTime = next.getClass().getDeclaredMethod("getExecutionTime");
                executionTime.setAccessible(true);
            } catch (NoSuchMethodException changed) {
                throw new IllegalStateException(changed);
            }
        }
        return (long) requireNonNull(call(executionTime, next));
    }

    private Field accessible(String name) throws NoSuchFieldException {
        var field = timer.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    private static @Nullable Object field(Object of, String name) throws ReflectiveOperationException {
        var field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private static @Nullable Object call(Method method, Object on, Object... arguments) {
        try {
            return method.invoke(on, arguments);
        } catch (ReflectiveOperationException changed) {
            throw new IllegalStateException(changed);
        }
    }

    /** Remembers nobody, and says that it knew whoever goes. */
    @SuppressWarnings("JdkObsolete") // The timer's field is one.
    private static final class Nobody extends LinkedList<Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public boolean add(Object event) {
            return true;
        }

        @Override
        public boolean remove(@Nullable Object event) {
            return true;
        }
    }
}
