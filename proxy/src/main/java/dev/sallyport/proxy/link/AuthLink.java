package dev.sallyport.proxy.link;

import dev.sallyport.api.v1.LocksChanged;
import dev.sallyport.api.v1.Probe;
import dev.sallyport.api.v1.ProbeResult;
import dev.sallyport.api.v1.ProxyHello;
import dev.sallyport.api.v1.ProxyOrder;
import dev.sallyport.api.v1.ProxyReport;
import dev.sallyport.model.Failure;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the stream to auth: one virtual thread that opens it, tells who we are and all streams that are open, then changes as they
 * come, gathered for at most 50 ms; when it breaks, again after a random time that grows to 30 s.
 */
public final class AuthLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AuthLink.class);
    private static final Duration GATHER = Duration.ofMillis(50);
    private static final Duration PROBE_PATIENCE = Duration.ofSeconds(3);
    private static final long FIRST_BACKOFF_MILLIS = 250;
    private static final long LONGEST_BACKOFF_MILLIS = 30_000;

    private final AuthConnector connector;
    private final LiveCluster cluster;
    private final LiveAgents agents;
    private final ProxyHello hello;
    private final RandomGenerator random;
    private final Outbox outbox;
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean linked;

    private AuthLink(
            AuthConnector connector,
            LiveCluster cluster,
            LiveAgents agents,
            PresenceFeed feed,
            ProxyHello hello,
            RandomGenerator random) {
        this.connector = connector;
        this.cluster = cluster;
        this.agents = agents;
        this.outbox = feed.outbox();
        this.hello = hello;
        this.random = random;
        this.thread = Thread.ofVirtual().name("auth-link").unstarted(this::run);
    }

    /** Starts to keep the stream; returns at once. */
    public static AuthLink start(
            AuthConnector connector,
            LiveCluster cluster,
            LiveAgents agents,
            PresenceFeed feed,
            ProxyHello hello,
            RandomGenerator random) {
        AuthLink link = new AuthLink(connector, cluster, agents, feed, hello, random);
        link.thread.start();
        return link;
    }

    /** Whether auth has spoken on the stream that is open now. */
    public boolean linked() {
        return linked;
    }

    private void run() {
        int failures = 0;
        try {
            for (int attempt = 1; !closed; attempt++) {
                failures = talk(attempt) ? 0 : failures + 1;
                linked = false;
                Thread.sleep(backoffMillis(failures));
            }
        } catch (InterruptedException e) {
            log.debug("link ends reason=closed");
        }
    }

    private long backoffMillis(int failures) {
        long most = Math.min(LONGEST_BACKOFF_MILLIS, FIRST_BACKOFF_MILLIS << Math.min(failures, 10));
        return random.nextLong(most + 1);
    }

    /** One stream from its beginning to its end; true where auth said anything. */
    private boolean talk(int attempt) throws InterruptedException {
        Orders orders = new Orders(attempt);
        StreamObserver<ProxyReport> reports = null;
        try {
            reports = connector.open(orders);
            outbox.clear();
            reports.onNext(ProxyReport.newBuilder().setHello(hello).build());
            Batches.of(agents.open()).forEach(reports::onNext);
            while (outbox.await(attempt)) {
                outbox.gather(attempt, GATHER);
                if (canTake(reports)) {
                    outbox.take().forEach(reports::onNext);
                }
            }
        } catch (RuntimeException e) {
            log.warn("link failed reason=\"{}\"", e.toString());
        } finally {
            end(reports);
        }
        return orders.heard;
    }

    /** While auth reads slowly, changes stay in the outbox, where they replace each other. */
    private static boolean canTake(StreamObserver<ProxyReport> reports) {
        return !(reports instanceof CallStreamObserver<ProxyReport> call) || call.isReady();
    }

    private static void end(@Nullable StreamObserver<ProxyReport> reports) {
        try {
            if (reports != null) {
                reports.onCompleted();
            }
        } catch (RuntimeException e) {
            log.debug("link was over already reason=\"{}\"", e.toString());
        }
    }

    private final class Orders implements StreamObserver<ProxyOrder> {
        private final int attempt;
        private volatile boolean heard;

        Orders(int attempt) {
            this.attempt = attempt;
        }

        @Override
        public void onNext(ProxyOrder order) {
            switch (order.getOrderCase()) {
                case ROUTING_KEYS -> cluster.update(order.getRoutingKeys());
                case TRUST -> cluster.update(order.getTrust());
                case PROBE -> probe(order.getProbe());
                case LOCKS_CHANGED -> locks(order.getLocksChanged());
                case POLICY_HINT -> agents.letAsk();
                case NODE_POLICY -> agents.policy(order.getNodePolicy());
                case NODE_REMOVED -> agents.removed(order.getNodeRemoved().getNodeId());
                case ORDER_NOT_SET -> log.debug("auth is newer: it sent an order that is not known here");
            }
            if (!heard) {
                log.info("linked to auth cluster={}", cluster.trust().cluster());
            }
            heard = true;
            linked = true;
        }

        @Override
        public void onError(Throwable error) {
            if (!closed) {
                log.warn(
                        "link to auth broke reason=\"{}\" next=\"keeps serving with the last keys\"", error.toString());
            }
            outbox.broken(attempt);
        }

        @Override
        public void onCompleted() {
            outbox.broken(attempt);
        }
    }

    private void locks(LocksChanged changed) {
        try {
            cluster.update(changed);
        } catch (Failure e) {
            log.error("locks not understood next=\"update this proxy\" reason=\"{}\"", e.text());
        }
    }

    private void probe(Probe probe) {
        for (String nodeId : probe.getNodeIdsList()) {
            agents.probe(nodeId, PROBE_PATIENCE, micros -> outbox.probed(probe.getProbeId(), result(nodeId, micros)));
        }
    }

    private static ProbeResult result(String nodeId, OptionalLong micros) {
        return ProbeResult.newBuilder()
                .setNodeId(nodeId)
                .setMicros(micros.orElse(-1))
                .build();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
