package dev.sallyport.testing;

import dev.sallyport.api.machine.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that moves only when it is told to, with sleepers that wake by it.
 *
 * <p>A test of something that waits: {@link #awaitSleepers} until it waits, {@link #advance}, then look at what it did.
 */
public final class ManualClock implements InstantSource {

    /** Longest real time that a test waits for another thread to fall asleep. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Condition asleep = lock.newCondition();
    private final List<Instant> sleepers = new ArrayList<>();
    private Instant now;

    /** Stands at this time. */
    public ManualClock(Instant now) {
        this.now = now;
    }

    /** Stands at noon of some day, which is the same in every run. */
    public static ManualClock atNoon() {
        return new ManualClock(Instant.parse("2026-06-01T12:00:00Z"));
    }

    @Override
    public Instant instant() {
        lock.lock();
        try {
            return now;
        } finally {
            lock.unlock();
        }
    }

    /** Moves it, backwards too, and wakes whoever slept until then. */
    public void advance(Duration by) {
        set(instant().plus(by));
    }

    /** Sets it, backwards too, and wakes whoever slept until then. */
    public void set(Instant time) {
        lock.lock();
        try {
            now = time;
            sleepers.removeIf(wake -> !wake.isAfter(time));
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps by this clock. */
    public Sleeper sleeper() {
        return this::sleep;
    }

    /**
     * Waits until this many threads sleep by this clock, and tells when the first of them will wake.
     *
     * @throws TimeoutException where they do not within 30 s of real time
     */
    public Instant awaitSleepers(int count) throws InterruptedException, TimeoutException {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (sleepers.size() < count) {
                if (left <= 0) {
                    throw new TimeoutException(sleepers.size() + " threads sleep, expected " + count);
                }
                left = asleep.awaitNanos(left);
            }
            return sleepers.stream().min(Instant::compareTo).orElse(now);
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a thread sleeps by this clock, and moves the clock to the moment at which it wakes. */
    public void advanceToNextWake() throws InterruptedException, TimeoutException {
        set(awaitSleepers(1));
    }

    private void sleep(Duration time) throws InterruptedException {
        lock.lockInterruptibly();
        Instant wake = now.plus(time);
        try {
            if (!wake.isAfter(now)) {
                return;
            }
            sleepers.add(wake);
            asleep.signalAll();
            while (now.isBefore(wake)) {
                moved.await();
            }
        } catch (InterruptedException e) {
            sleepers.remove(wake);
            throw e;
        } finally {
            lock.unlock();
        }
    }
}
