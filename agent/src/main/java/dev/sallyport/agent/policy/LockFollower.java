package dev.sallyport.agent.policy;

import dev.sallyport.api.machine.Sleeper;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Lock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the cluster's locks: asks auth at the start, when a proxy passes on that they changed, and once a minute, give or
 * take a quarter, whatever proxies say. What cannot be asked is asked again after a second, then less and less often.
 *
 * <p>While auth is away, what was known last counts, until the agent's own certificate ends; before the first answer nobody
 * knows, and nobody comes in.
 */
public final class LockFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LockFollower.class);

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    /** So that a thousand agents that hear of a change at once do not all ask at once. */
    private static final int JITTER_MILLIS = 300;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 5;

    private final Supplier<List<Lock>> source;
    private final Runnable onChange;
    private final InstantSource clock;
    private final Supplier<Instant> staleUntil;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Semaphore due = new Semaphore(1);
    private final Thread asking;
    private final Thread reminding;
    private volatile @Nullable List<Lock> known;
    private volatile Instant asOf = Instant.EPOCH;

    private LockFollower(
            Supplier<List<Lock>> source,
            Runnable onChange,
            InstantSource clock,
            Supplier<Instant> staleUntil,
            Sleeper sleeper,
            RandomGenerator random) {
        this.source = source;
        this.onChange = onChange;
        this.clock = clock;
        this.staleUntil = staleUntil;
        this.sleeper = sleeper;
        this.random = random;
        this.asking = Thread.ofVirtual().name("locks").unstarted(this::ask);
        this.reminding = Thread.ofVirtual().name("locks-interval").unstarted(this::remind);
    }

    /**
     * Begins.
     *
     * @param source asks auth; a {@link Failure} when it has no answer
     * @param onChange run after every answer that says something new; must not block for long
     * @param staleUntil end of the agent's certificate
     */
    public static LockFollower start(
            Supplier<List<Lock>> source,
            Runnable onChange,
            InstantSource clock,
            Supplier<Instant> staleUntil,
            Sleeper sleeper,
            RandomGenerator random) {
        LockFollower follower = new LockFollower(source, onChange, clock, staleUntil, sleeper, random);
        follower.asking.start();
        follower.reminding.start();
        return follower;
    }

    /** Somebody says that they changed. Returns at once; many at a time are one question. */
    public void changed() {
        due.release();
    }

    /**
     * What was known last.
     *
     * @throws Failure UNAVAILABLE when nothing is known, or it is too old
     */
    public List<Lock> locks() {
        List<Lock> locks = known;
        if (locks == null || !clock.instant().isBefore(staleUntil.get())) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "auth cannot be asked for locks, and this host does not know them: try again when auth is back");
        }
        return locks;
    }

    /** When auth last answered; the epoch where it never did. */
    public Instant asOf() {
        return asOf;
    }

    private void ask() {
        try {
            while (true) {
                due.acquire();
                if (known != null) {
                    sleeper.sleep(Duration.ofMillis(random.nextInt(JITTER_MILLIS)));
                }
                due.drainPermits();
                for (int failed = 0; !asked(); failed++) {
                    long bound = FIRST_RETRY.toMillis() << Math.min(failed, MOST_DOUBLINGS);
                    sleeper.sleep(Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remind() {
        try {
            long quarter = INTERVAL.toMillis() / 4;
            while (true) {
                sleeper.sleep(Duration.ofMillis(INTERVAL.toMillis() - quarter + random.nextLong(2 * quarter + 1)));
                due.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean asked() throws InterruptedException {
        try {
            // Before the question: what the answer says is at least as young.
            Instant asked = clock.instant();
            List<Lock> now = List.copyOf(source.get());
            asOf = asked;
            if (!now.equals(known)) {
                known = now;
                log.info("locks changed count={}", now.size());
                onChange.run();
            }
            return true;
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            log.warn("locks not known reason={}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        asking.interrupt();
        reminding.interrupt();
    }
}
