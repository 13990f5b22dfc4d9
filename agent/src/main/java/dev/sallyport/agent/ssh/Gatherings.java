package dev.sallyport.agent.ssh;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions of this host that can be joined, by id. Safe for use by many threads. */
final class Gatherings {

    private final Map<String, Gathering> open = new ConcurrentHashMap<>();

    void add(Gathering gathering) {
        open.put(gathering.id(), gathering);
    }

    void remove(Gathering gathering) {
        open.remove(gathering.id());
    }

    Optional<Gathering> find(String session) {
        return Optional.ofNullable(open.get(session));
    }

    /** Time has passed: proofs run out, and patience. */
    void tick(Instant now) {
        open.values().forEach(gathering -> gathering.tick(now));
    }
}
