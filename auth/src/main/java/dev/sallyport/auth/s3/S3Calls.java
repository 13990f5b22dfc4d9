package dev.sallyport.auth.s3;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * How S3 is called: so many at a time, each tried so often, with full jitter ({@code random(0, min(2 s, 100 ms * 2^tries))}). What went wrong
 * last is kept until something goes well.
 */
final class S3Calls {

    static final int TRIES = 4;

    private static final int AT_A_TIME = 64;
    private static final long TURN_SECONDS = 10;

    /** No try begins later: with the last one, whoever called auth hears of it within the half minute that a call has. */
    private static final long LATEST_NANOS = TimeUnit.SECONDS.toNanos(14);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final S3Troubles troubles;
    private final Pause pause;
    private final RandomGenerator random;
    private final Semaphore turns = new Semaphore(AT_A_TIME);
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile Optional<String> trouble = Optional.empty();

    /** What was read is not what was put: in transit perhaps, so it is read again. */
    static final class Damaged extends RuntimeException {
        Damaged(String what) {
            super(what);
        }
    }

    S3Calls(S3Troubles troubles, Pause pause, RandomGenerator random) {
        this.troubles = troubles;
        this.pause = pause;
        this.random = random;
    }

    /**
     * Calls until it goes well.
     *
     * @param what for a person, after "cannot"
     * @throws SdkException where S3 says that something is there, or not there, or is not possible: that is the caller's to
     *     judge
     */
    <T> T call(String what, Supplier<T> step) {
        long latest = System.nanoTime() + LATEST_NANOS;
        takeTurn(what);
        try {
            return tried(what, step, latest);
        } catch (Failure e) {
            trouble = Optional.of(e.text());
            throw e;
        } finally {
            turns.release();
        }
    }

    private <T> T tried(String what, Supplier<T> step, long latest) {
        for (int tries = 1; ; tries++) {
            calls.incrementAndGet();
            try {
                T done = step.get();
                trouble = Optional.empty();
                return done;
            } catch (Damaged e) {
                failed.incrementAndGet();
                if (tries == TRIES) {
                    throw Failure.of(FailureCode.INTERNAL, "S3: " + e.getMessage(), e);
                }
            } catch (SdkException e) {
                judge(what, e, tries == TRIES || System.nanoTime() - latest > 0);
            }
            waitBefore(tries, what);
        }
    }

    /** Returns where another try is worth it. */
    private void judge(String what, SdkException e, boolean last) {
        if (S3Troubles.isMissing(e)
                || S3Troubles.isThere(e)
                || S3Troubles.isBeyondEnd(e)
                || S3Troubles.isUnconditional(e)) {
            trouble = Optional.empty();
            throw e;
        }
        failed.incrementAndGet();
        if (last || !S3Troubles.isPassing(e)) {
            throw troubles.failure(what, e);
        }
    }

    private void takeTurn(String what) {
        try {
            if (turns.tryAcquire(TURN_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
        throw Failure.of(
                FailureCode.UNAVAILABLE,
                "S3: cannot " + what + ": " + AT_A_TIME + " calls are under way, and none ended for " + TURN_SECONDS
                        + " s. Next: nothing, it is tried again");
    }

    /** Waits before the try after this one. */
    void waitBefore(int tries, String what) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << tries);
        try {
            pause.take(Duration.ofMillis(random.nextLong(most + 1)));
        } catch (InterruptedException e) {
            throw interrupted(what);
        }
    }

    private static Failure interrupted(String what) {
        Thread.currentThread().interrupt();
        return Failure.of(FailureCode.UNAVAILABLE, "S3: cannot " + what + ": auth is stopping");
    }

    /** What went wrong last; empty where something went well since. */
    Optional<String> trouble() {
        return trouble;
    }

    long calls() {
        return calls.get();
    }

    long failed() {
        return failed.get();
    }
}
