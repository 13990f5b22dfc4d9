package dev.sallyport.api.machine;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.GetMachineTrustRequest;
import dev.sallyport.api.v1.NodeServiceGrpc;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the cluster's CAs by asking once a minute, give or take a quarter, so that a revoked CA key is out within
 * that time. While auth is away, what was known last counts.
 */
public final class TrustFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TrustFollower.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final LiveMachine machine;
    private final Supplier<ClusterTrust> source;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Thread thread;

    private TrustFollower(LiveMachine machine, Supplier<ClusterTrust> source, Sleeper sleeper, RandomGenerator random) {
        this.machine = machine;
        this.source = source;
        this.sleeper = sleeper;
        this.random = random;
        this.thread = Thread.ofVirtual().name("trust").unstarted(this::run);
    }

    /** Begins. */
    public static TrustFollower start(
            LiveMachine machine, Supplier<ClusterTrust> source, Sleeper sleeper, RandomGenerator random) {
        TrustFollower follower = new TrustFollower(machine, source, sleeper, random);
        follower.thread.start();
        return follower;
    }

    /** Asks auth by {@code NodeService.GetMachineTrust}. */
    public static Supplier<ClusterTrust> asking(ApiChannel channel) {
        return () -> ClusterTrust.of(GrpcFailures.calling(() -> NodeServiceGrpc.newBlockingStub(channel.channel())
                .getMachineTrust(GetMachineTrustRequest.getDefaultInstance())));
    }

    /** Ends it. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                ask();
                long quarter = INTERVAL.toMillis() / 4;
                sleeper.sleep(Duration.ofMillis(INTERVAL.toMillis() - quarter + random.nextLong(2 * quarter + 1)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        try {
            if (machine.follow(source.get())) {
                LOG.info(
                        "event=trust_changed revision={}",
                        machine.current().trust().revision());
            }
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LOG.warn("event=trust_not_followed reason={}", e.getMessage());
        }
    }
}
