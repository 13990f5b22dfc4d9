package dev.sallyport.api.machine;

import dev.sallyport.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews a machine's identity at half of its life, on a virtual thread, until closed. Each machine adds up to a tenth of
 * the life at random, so that machines that joined together do not renew together.
 *
 * <p>A renewal that fails is tried again after 1 s, then after twice as long each time up to 5 min, always with jitter. It
 * never gives up: after the end too, a clock that was wrong may be set right.
 */
public final class Renewal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Renewal.class);
    private static final Backoff RETRY = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /** Asks auth for the next identity. */
    @FunctionalInterface
    public interface Renewer {
        /**
         * One try.
         *
         * @throws Failure where it did not work
         */
        MachineIdentity renew(MachineIdentity current);
    }

    private final LiveMachine machine;
    private final Renewer renewer;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Thread thread;

    private Renewal(
            LiveMachine machine, Renewer renewer, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        this.machine = machine;
        this.renewer = renewer;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
        this.thread = Thread.ofVirtual().name("renewal").unstarted(this::run);
    }

    /** Begins. */
    public static Renewal start(
            LiveMachine machine, Renewer renewer, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        Renewal renewal = new Renewal(machine, renewer, clock, sleeper, random);
        renewal.thread.start();
        return renewal;
    }

    /** Ends it; a try that is under way is interrupted. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                sleepUntil(due(machine.current()));
                renewUntilItWorks();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Instant due(MachineIdentity identity) {
        long life = identity.life().toMillis();
        return identity.notBefore().plusMillis(life / 2 + random.nextLong(life / 10 + 1));
    }

    private void sleepUntil(Instant time) throws InterruptedException {
        Duration left = Duration.between(clock.instant(), time);
        if (left.isPositive()) {
            sleeper.sleep(left);
        }
    }

    private void renewUntilItWorks() throws InterruptedException {
        for (int failed = 0; !renewed(failed); failed++) {
            sleeper.sleep(RETRY.delay(failed, random));
        }
    }

    private boolean renewed(int failed) throws InterruptedException {
        MachineIdentity before = machine.current();
        try {
            MachineIdentity next = renewer.renew(before);
            machine.update(
                    now -> next.trust().revision() >= now.trust().revision() ? next : next.withTrust(now.trust()));
            LOG.info("event=renewed id={} not_after={}", next.id(), next.notAfter());
            return true;
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOG.warn(
                    "event=renewal_failed tries={} not_after={} reason={}",
                    failed + 1,
                    before.notAfter(),
                    e.getMessage());
            return false;
        }
    }
}
