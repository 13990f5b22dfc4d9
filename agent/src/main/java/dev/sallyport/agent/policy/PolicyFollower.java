package dev.sallyport.agent.policy;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.machine.Sleeper;
import dev.sallyport.api.v1.GetPolicyRequest;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.SignedPolicy;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks auth for this host's policy: at the start, when somebody says that there is a new one, and once a minute, give or take a
 * quarter, whatever proxies say. What cannot be asked is asked again after a second, then less and less often.
 */
public final class PolicyFollower implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PolicyFollower.class);

    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 5;
    private static final long LIMIT_SECONDS = 10;

    private final Supplier<SignedPolicy> source;
    private final HeldPolicy held;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Semaphore due = new Semaphore(1);
    private final Thread asking;
    private final Thread reminding;

    private PolicyFollower(Supplier<SignedPolicy> source, HeldPolicy held, Sleeper sleeper, RandomGenerator random) {
        this.source = source;
        this.held = held;
        this.sleeper = sleeper;
        this.random = random;
        this.asking = Thread.ofVirtual().name("policy").unstarted(this::ask);
        this.reminding = Thread.ofVirtual().name("policy-interval").unstarted(this::remind);
    }

    /**
     * Begins.
     *
     * @param source asks auth; a {@link dev.sallyport.model.Failure} when it has no answer
     */
    public static PolicyFollower start(
            Supplier<SignedPolicy> source, HeldPolicy held, Sleeper sleeper, RandomGenerator random) {
        PolicyFollower follower = new PolicyFollower(source, held, sleeper, random);
        follower.asking.start();
        follower.reminding.start();
        return follower;
    }

    /** Asks by {@code NodeService.GetPolicy}, end to end through the proxy. */
    public static Supplier<SignedPolicy> asking(ApiChannel channel) {
        return () -> GrpcFailures.calling(() -> NodeServiceGrpc.newBlockingStub(channel.channel())
                .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
                .getPolicy(GetPolicyRequest.getDefaultInstance()));
    }

    /** Somebody says that it changed. Returns at once; many at a time are one question. */
    public void changed() {
        due.release();
    }

    private void ask() {
        try {
            while (true) {
                due.acquire();
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
            held.answered(source.get());
            return true;
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            log.warn("policy not told reason={}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        asking.interrupt();
        reminding.interrupt();
    }
}
