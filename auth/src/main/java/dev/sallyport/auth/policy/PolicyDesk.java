package dev.sallyport.auth.policy;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.lock.LockWriter;
import dev.sallyport.api.policy.PolicySeal;
import dev.sallyport.api.v1.PolicyImage;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.machines.NodeBook;
import dev.sallyport.auth.machines.NodeEntry;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.NodeScope;
import dev.sallyport.model.access.Resource;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Makes the image of one node, and signs it. */
public final class PolicyDesk {

    /** How long roles that are strict about locks let people in by an image. */
    public static final Duration FRESH = Duration.ofMinutes(5);

    private final String cluster;
    private final Store store;
    private final NodeBook nodes;
    private final RoleShelf roles;
    private final LockBook locks;
    private final Authority authority;
    private final InstantSource clock;

    public PolicyDesk(
            String cluster,
            Store store,
            NodeBook nodes,
            RoleShelf roles,
            LockBook locks,
            Authority authority,
            InstantSource clock) {
        this.cluster = cluster;
        this.store = store;
        this.nodes = nodes;
        this.roles = roles;
        this.locks = locks;
        this.authority = authority;
        this.clock = clock;
    }

    /**
     * What this node decides by from now on.
     *
     * @throws Failure UNAUTHENTICATED where there is no such node, EXHAUSTED where it is more than a node takes, UNAVAILABLE where
     *     it is not known whether roles, locks or the node changed: what is signed counts as fresh
     */
    public SignedPolicy of(String nodeId) {
        return PolicySeal.sign(image(nodeId), authority.policySigner());
    }

    /** All of these, as of now, by one signature: a signature costs more than an image. */
    List<SignedPolicy> signed(List<PolicyImage> images) {
        return PolicySeal.signAll(images, authority.policySigner());
    }

    /**
     * What it says, to be signed.
     *
     * @throws Failure as {@link #of}
     */
    PolicyImage image(String nodeId) {
        // Before everything else is read: what the image says is at least as new as this.
        long revision = store.revision();
        nodes.requireCurrent();
        NodeEntry entry = nodes.index().find(nodeId);
        if (entry == null) {
            throw Failure.of(
                    FailureCode.UNAUTHENTICATED, "this node was removed from the cluster: join it with a new token");
        }
        PolicyImage image = image(entry.node(), revision);
        if (image.getSerializedSize() > PolicySeal.MAX_BYTES - PolicySeal.MOST_AROUND) {
            throw Failure.of(
                    FailureCode.EXHAUSTED,
                    "the roles and locks of node " + entry.node().name() + " come to " + image.getSerializedSize()
                            + " bytes, a node takes " + PolicySeal.MAX_BYTES + ": have fewer or narrower roles");
        }
        return image;
    }

    private PolicyImage image(Resource.Node node, long revision) {
        Instant now = clock.instant();
        return PolicyImage.newBuilder()
                .setCluster(cluster)
                .setNodeId(node.id())
                .setRevision(revision)
                .setIssued(timestamp(now))
                .setFreshUntil(timestamp(now.plus(FRESH)))
                .putAllLabels(node.labels())
                .addAllRoles(roles.of(node.labels()))
                .addAllLocks(locks.inForce().stream()
                        .filter(lock -> NodeScope.mayHit(lock, node))
                        .map(LockWriter::write)
                        .toList())
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
