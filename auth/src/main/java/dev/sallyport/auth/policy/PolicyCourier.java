package dev.sallyport.auth.policy;

import dev.sallyport.api.policy.PolicySeal;
import dev.sallyport.api.v1.NodePolicy;
import dev.sallyport.api.v1.PolicyImage;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.auth.presence.Presence;
import dev.sallyport.auth.presence.ProxyLink;
import dev.sallyport.model.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries new images to the nodes that are online, over the proxies' links: one round after a change, and one more after what
 * changed meanwhile. A proxy that does not read in time is told to let its agents ask by themselves.
 */
public final class PolicyCourier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyCourier.class);

    /** What fits into a frame of a control stream, with room for what is around it; bytes. */
    static final int LARGEST_PUSHED = 48 * 1024;

    /** Nodes whose images are signed together. */
    private static final int BATCH = 128;

    /** How long a proxy may be busy before its agents are to ask. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final PolicyDesk desk;
    private final Presence presence;
    private final Semaphore due = new Semaphore(0);
    private final Thread thread;

    private PolicyCourier(PolicyDesk desk, Presence presence) {
        this.desk = desk;
        this.presence = presence;
        this.thread = Thread.ofVirtual().name("policy-courier").unstarted(this::run);
    }

    /** Begins to wait for changes. */
    public static PolicyCourier start(PolicyDesk desk, Presence presence) {
        PolicyCourier courier = new PolicyCourier(desk, presence);
        courier.thread.start();
        return courier;
    }

    /** Roles, locks or keys changed. Returns at once. */
    public void changed() {
        due.release();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                due.acquire();
                due.drainPermits();
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Each proxy on a thread of its own: a slow one holds up nobody else's nodes. */
    private void round() throws InterruptedException {
        List<Thread> carriers = new ArrayList<>();
        presence.nodes()
                .forEach((link, nodes) ->
                        carriers.add(Thread.ofVirtual().name("policy-carrier").start(() -> carry(link, nodes))));
        for (Thread carrier : carriers) {
            carrier.join();
        }
    }

    private void carry(ProxyLink link, List<String> nodes) {
        try {
            for (int from = 0; from < nodes.size(); from += BATCH) {
                for (NodePolicy order : orders(nodes.subList(from, Math.min(from + BATCH, nodes.size())))) {
                    if (!link.awaitReady(PATIENCE)) {
                        LOG.warn("event=policy_not_pushed proxy={} reason=\"does not read\"", link.proxyId());
                        link.letAgentsAsk();
                        return;
                    }
                    link.send(order);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("event=policy_not_pushed proxy={}", link.proxyId(), e);
            link.letAgentsAsk();
        }
    }

    /** Without an image where there is none, or none that fits: then the node asks, and hears why. */
    private List<NodePolicy> orders(List<String> nodes) {
        List<NodePolicy> orders = new ArrayList<>();
        List<PolicyImage> images = new ArrayList<>();
        for (String node : nodes) {
            image(node)
                    .ifPresentOrElse(images::add, () -> orders.add(order(node).build()));
        }
        List<SignedPolicy> signed = desk.signed(images);
        for (int i = 0; i < images.size(); i++) {
            orders.add(order(images.get(i).getNodeId()).setPolicy(signed.get(i)).build());
        }
        return orders;
    }

    private Optional<PolicyImage> image(String node) {
        try {
            return Optional.of(desk.image(node))
                    .filter(image -> image.getSerializedSize() <= LARGEST_PUSHED - PolicySeal.MOST_AROUND);
        } catch (Failure e) {
            LOG.warn("event=policy_not_made node={} reason={}", node, e.text());
            return Optional.empty();
        }
    }

    private static NodePolicy.Builder order(String node) {
        return NodePolicy.newBuilder().setNodeId(node);
    }
}
