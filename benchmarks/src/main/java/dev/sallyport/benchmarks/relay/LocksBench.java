package dev.sallyport.benchmarks.relay;

import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.v1.AddLockRequest;
import dev.sallyport.api.v1.LockServiceGrpc.LockServiceBlockingStub;
import dev.sallyport.api.v1.LockTarget;
import dev.sallyport.api.v1.RemoveLockRequest;
import dev.sallyport.benchmarks.report.Figure;
import dev.sallyport.benchmarks.report.Report;
import dev.sallyport.benchmarks.report.Samples;
import dev.sallyport.benchmarks.report.Target;
import dev.sallyport.pki.CaPin;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.testing.dist.DistCluster;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How long a lock takes from an administrator's call to every agent of a thousand. */
final class LocksBench {

    private static final int AGENTS = Integer.getInteger("bench.agents", 1000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 7);
    private static final int WARM_UPS = 3;
    private static final int PATIENCE_SECONDS = 60;
    private static final double MILLION = 1e6;

    private final Followers followers;
    private final LockServiceBlockingStub locks;
    private final Samples answered = new Samples();
    private final Samples half = new Samples();
    private final Samples all = new Samples();

    private LocksBench(Followers followers, LockServiceBlockingStub locks) {
        this.followers = followers;
        this.locks = locks;
    }

    /** Arguments: the distribution, the project's folder. */
    public static void main(String[] arguments) throws Exception {
        Report report = new Report("locks", "", System.out);
        try (DistCluster cluster = DistCluster.startApart(Path.of(arguments[0]).toAbsolutePath());
                Followers followers = new Followers(
                        new ProxyAddress(cluster.address(), 3080),
                        PeerVerifier.pinned(List.of(CaPin.parse(cluster.pin())), InstantSource.system()));
                Crowd crowd = Crowd.of(cluster, followers)) {
            crowd.grow(AGENTS);
            await(() -> followers.knowing(0) == AGENTS);
            LocksBench bench = new LocksBench(followers, crowd.locks());
            for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
                bench.round(round >= WARM_UPS);
            }
            bench.tell(report);
        }
        report.finish(Path.of(arguments[1]), LocalDate.now(ZoneOffset.UTC));
    }

    private void round(boolean counts) throws InterruptedException {
        followers.listen();
        long begin = System.nanoTime();
        String id = locks.addLock(AddLockRequest.newBuilder()
                        .setTarget(LockTarget.newBuilder().setUser("mallory"))
                        .build())
                .getId();
        long reply = System.nanoTime();
        await(() -> followers.knew(id).size() == AGENTS);
        List<Long> times = followers.knew(id).stream().sorted().toList();
        if (counts) {
            answered.add((reply - begin) / MILLION);
            half.add((times.get(AGENTS / 2) - begin) / MILLION);
            all.add((times.getLast() - begin) / MILLION);
        }
        followers.listen();
        var _ = locks.removeLock(RemoveLockRequest.newBuilder().setId(id).build());
        await(() -> followers.knowing(0) == AGENTS);
    }

    private void tell(Report report) {
        report.add(Figure.alone("a lock, until whoever made it is told so", "ms", answered, new Target.None()));
        report.add(Figure.alone("until half of " + AGENTS + " agents know it", "ms", half, new Target.None()));
        report.add(Figure.alone("until all of " + AGENTS + " know it", "ms", all, new Target.OursAtMost(1000)));
        report.note(
                "Auth, proxy and all agents on one machine of "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors. Auth makes an image for each agent, signs a hundred at a time, and pushes them over the control streams; each agent verifies its own.");
    }

    private static void await(BooleanSupplier there) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not all agents answered in " + PATIENCE_SECONDS + " s");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
