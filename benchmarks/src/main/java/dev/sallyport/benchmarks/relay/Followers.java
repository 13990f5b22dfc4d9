package dev.sallyport.benchmarks.relay;

import dev.sallyport.agent.policy.ApiLockSource;
import dev.sallyport.agent.policy.LockFollower;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.ProxyAddress;
import dev.sallyport.api.machine.Sleeper;
import dev.sallyport.model.access.Lock;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a played agent has of a real one: its own connection to auth through the proxy, and the code that follows locks. A
 * real one ends the sessions that a lock hits on the thread that tells of it here.
 */
final class Followers implements Crowd.Companion, AutoCloseable {

    private final ProxyAddress proxy;
    private final PeerVerifier trust;
    private final SecureRandom random = new SecureRandom();
    private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();
    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();

    Followers(ProxyAddress proxy, PeerVerifier trust) {
        this.proxy = proxy;
        this.trust = trust;
    }

    /** Locks as one agent knew them from this moment of {@link System#nanoTime} on. */
    private record Heard(List<Lock> locks, long nanos) {}

    @Override
    public Runnable join(TlsIdentity identity, LocalSockets sockets) {
        ApiChannel channel = ApiChannel.open(proxy, trust, () -> Optional.of(identity), sockets);
        ApiLockSource source = new ApiLockSource(channel);
        Follower follower = new Follower(source);
        ends.add(channel::close);
        ends.add(follower.locks::close);
        return follower.locks::changed;
    }

    /** Each agent's answer, with what it asked last. */
    private final class Follower {

        private final LockFollower locks;
        private volatile List<Lock> last = List.of();

        Follower(ApiLockSource source) {
            locks = LockFollower.start(
                    () -> {
                        last = source.get();
                        return last;
                    },
                    () -> heard.add(new Heard(last, System.nanoTime())),
                    InstantSource.system(),
                    () -> Instant.MAX,
                    Sleeper.SYSTEM,
                    random);
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
