package dev.sallyport.proxy.relay;

import dev.sallyport.proxy.count.Counts;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All relays of one proxy: to count them, to end idle ones, to cut them. */
public final class Relays {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final long LOOK_NANOS = 1_000_000;

    private final Set<Relay> live = ConcurrentHashMap.newKeySet();
    private final Counts counts;

    /** None yet. */
    public Relays(Counts counts) {
        this.counts = counts;
    }

    /**
     * Begins to copy; call on the one event loop that both channels have. Both must not read by themselves yet.
     *
     * @param clientBegan what was read from the client already
     * @param what names the passage in the log
     */
    public Relay join(Channel client, Channel agent, HeldBytes clientBegan, String what) {
        Relay relay = new Relay(client, agent, counts, what);
        live.add(relay);
        relay.begin(clientBegan, () -> live.remove(relay));
        return relay;
    }

    /** How many there are now. */
    public int size() {
        return live.size();
    }

    /** Those of now, and what each has delivered, both ways, bytes. */
    public Map<Relay, Long> delivered() {
        return live.stream().collect(Collectors.toMap(Function.identity(), Relay::delivered));
    }

    /** Those of {@code before} that are there and have delivered more since, and how much it is now. */
    public Map<Relay, Long> moved(Map<Relay, Long> before) {
        Map<Relay, Long> now = delivered();
        now.entrySet()
                .removeIf(relay -> relay.getValue().equals(before.getOrDefault(relay.getKey(), relay.getValue())));
        return now;
    }

    /** Cuts all of them, and returns when that is done, after 2 s at most; not on an event loop. */
    public void cutAll() {
        live.forEach(Relay::cut);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!live.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /**
     * Looks after all: counts what they delivered, and cuts those that moved no byte for {@code idle} before this nanosecond. To be called
     * now and then, from one thread.
     */
    public void lookAfter(long nowNanos, Duration idle) {
        for (Relay relay : live) {
            relay.account();
            if (relay.idleSince(nowNanos) >= idle.toNanos()) {
                relay.cut();
            }
        }
    }
}
