package dev.sallyport.agent.policy;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.machine.Sleeper;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.ReportNodeReply;
import dev.sallyport.api.v1.ReportNodeRequest;
import dev.sallyport.model.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells auth the labels: at the start and whenever they changed, again and again until it took them. */
public final class NodeReport implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeReport.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 6;

    /** Who takes a report. */
    @FunctionalInterface
    public interface Taker {
        /** @throws Failure when it was not taken */
        void take(Map<String, String> labels);
    }

    private final Taker taker;
    private final Supplier<Map<String, String>> labels;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private final Semaphore changes = new Semaphore(1);
    private final Thread thread;

    private NodeReport(Taker taker, Supplier<Map<String, String>> labels, Sleeper sleeper, RandomGenerator random) {
        this.taker = taker;
        this.labels = labels;
        this.sleeper = sleeper;
        this.random = random;
        this.thread = Thread.ofVirtual().name("node-report").unstarted(this::run);
    }

    /** Begins with a first report. */
    public static NodeReport start(
            Taker taker, Supplier<Map<String, String>> labels, Sleeper sleeper, RandomGenerator random) {
        NodeReport report = new NodeReport(taker, labels, sleeper, random);
        report.thread.start();
        return report;
    }

    /** Tells auth by {@code NodeService.ReportNode}. */
    public static Taker asking(ApiChannel channel, String version) {
        return labels -> {
            ReportNodeReply _ = GrpcFailures.calling(() -> NodeServiceGrpc.newBlockingStub(channel.channel())
                    .reportNode(ReportNodeRequest.newBuilder()
                            .putAllLabels(labels)
                            .setVersion(version)
                            .build()));
        };
    }

    /** The labels changed: tell them. Returns at once. */
    public void changed() {
        changes.release();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                changes.acquire();
                changes.drainPermits();
                for (int failed = 0; !told(); failed++) {
                    sleeper.sleep(pause(failed));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The labels of this try, not those of the change: what came since is told too. */
    private boolean told() throws InterruptedException {
        try {
            taker.take(labels.get());
            return true;
        } catch (Failure e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            log.warn("labels not told reason={}", e.text());
            return false;
        }
    }

    private Duration pause(int failed) {
        long bound = SHORTEST.toMillis() << Math.min(failed, MOST_DOUBLINGS);
        return Duration.ofMillis(bound / 2 + random.nextLong(bound / 2 + 1));
    }
}
