package dev.sallyport.proxy.link;

import dev.sallyport.api.ClusterTrust;
import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.api.v1.LocksChanged;
import dev.sallyport.api.v1.RoutingKey;
import dev.sallyport.api.v1.RoutingKeys;
import dev.sallyport.api.v1.Trust;
import dev.sallyport.protocols.knock.RoutingKeyLookup;
import dev.sallyport.protocols.knock.TicketKeys;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What auth told last: routing keys, which live in memory only, and trust, which the machine keeps. Read on any thread, without waiting;
 * stays while auth is away.
 */
public final class LiveCluster implements RoutingKeyLookup {

    private final LiveMachine machine;
    private final List<Runnable> lockListeners = new CopyOnWriteArrayList<>();
    private volatile Map<Integer, byte[]> keys = Map.of();
    private final InstantSource clock;
    private volatile KnownLocks locks = KnownLocks.NOTHING;

    /** Knows at first what the machine knows; nothing of routing keys and locks. */
    public LiveCluster(LiveMachine machine, InstantSource clock) {
        this.machine = machine;
        this.clock = clock;
    }

    void update(RoutingKeys routingKeys) {
        Map<Integer, byte[]> fresh = new HashMap<>();
        for (RoutingKey key : routingKeys.getKeysList()) {
            if (key.getKey().size() != TicketKeys.KEY_BYTES) {
                throw new IllegalArgumentException("a routing key has 32 bytes");
            }
            fresh.put(key.getId(), key.getKey().toByteArray());
        }
        keys = Map.copyOf(fresh);
    }

    /** An older revision than the known one is left alone: it may come late over a second stream. */
    void update(Trust trust) {
        machine.follow(ClusterTrust.of(trust));
    }

    void update(LocksChanged changed) {
        locks = KnownLocks.of(changed, clock.instant());
        lockListeners.forEach(Runnable::run);
    }

    /** What auth told last. */
    public KnownLocks locks() {
        return locks;
    }

    /** Runs when locks changed, on the thread that heard of it; must not block. */
    public void onLocks(Runnable listener) {
        lockListeners.add(listener);
    }

    @Override
    public byte @Nullable [] routingKey(int id) {
        return keys.get(id);
    }

    /** Whether auth has told routing keys since the start: before that no knock can be verified. */
    public boolean ready() {
        return !keys.isEmpty();
    }

    /** The cluster's CAs and name of this moment. */
    public ClusterTrust trust() {
        return machine.current().trust();
    }
}
