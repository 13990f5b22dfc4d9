package dev.sallyport.benchmarks.relay;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.agent.policy.PolicyFollower;
import dev.sallyport.agent.tunnel.PolicyPost;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.lock.LockReader;
import dev.sallyport.api.policy.PolicySeal;
import dev.sallyport.api.v1.MachineCredentials;
import dev.sallyport.api.v1.PolicyImage;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Lock;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a played agent has of a real one: its own connection to auth through the proxy, and what it takes to verify a policy that is
 * pushed to it. A real one also keeps it on its disk, and ends the sessions that a lock hits.
 */
final class Followers implements Crowd.Companion, AutoCloseable {

    private static final int MOST_ASKED = 20;
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final ProxyAddress proxy;
    private final PeerVerifier trust;
    private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();
    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();

    Followers(ProxyAddress proxy, PeerVerifier trust) {
        this.proxy = proxy;
        this.trust = trust;
    }

    /** Locks as one agent knew them from this moment of {@link System#nanoTime} on. */
    private record Heard(List<Lock> locks, long nanos) {}

    @Override
    public PolicyPost join(MachineCredentials credentials, TlsIdentity identity, LocalSockets sockets) {
        ApiChannel channel = ApiChannel.open(proxy, trust, () -> Optional.of(identity), sockets);
        ends.add(channel::close);
        Follower follower = new Follower(ClusterTrust.of(credentials.getTrust()).policyKeys());
        Supplier<SignedPolicy> auth = PolicyFollower.asking(channel);
        Runnable asking = () -> Thread.ofVirtual().start(() -> ask(auth, follower));
        asking.run();
        return new PolicyPost(asking, follower::take);
    }

    /** A thousand that come at once are not all answered at once: a real agent asks again, too. */
    private static void ask(Supplier<SignedPolicy> auth, Follower follower) {
        Failure last = null;
        for (int asked = 0; asked < MOST_ASKED; asked++) {
            try {
                follower.take(auth.get());
                return;
            } catch (Failure e) {
                last = e;
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
        System.err.println("an agent learns no policy: " + last);
    }

    /** What one agent knows. */
    private final class Follower {

        private final List<PublicKey> keys;
        private @Nullable List<Lock> last;

        Follower(List<PublicKey> keys) {
            this.keys = keys;
        }

        synchronized void take(SignedPolicy policy) {
            if (!PolicySeal.isGood(policy, keys)) {
                throw new IllegalStateException("a policy that auth did not sign");
            }
            List<Lock> locks = locks(policy);
            if (!locks.equals(last)) {
                last = locks;
                heard.add(new Heard(locks, System.nanoTime()));
            }
        }

        private static List<Lock> locks(SignedPolicy policy) {
            try {
                return LockReader.read(PolicyImage.parseFrom(policy.getImage()).getLocksList());
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Forgets what was heard. */
    void listen() {
        heard.clear();
    }

    /** When each of the agents that know this lock by now knew it. */
    List<Long> knew(String lock) {
        List<Long> times = new ArrayList<>();
        for (Heard one : heard) {
            if (one.locks().stream().anyMatch(there -> there.id().equals(lock))) {
                times.add(one.nanos());
            }
        }
        return times;
    }

    /** How many have answered with exactly so many locks. */
    long knowing(int locks) {
        return heard.stream().filter(one -> one.locks().size() == locks).count();
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
