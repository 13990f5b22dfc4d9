package dev.sallyport.agent.ssh;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many connections each person has to this host. Safe for use by many threads. */
final class Seats {

    private final Map<String, Integer> taken = new HashMap<>();

    /** Counts a connection in; false when the person has as many as there may be. */
    synchronized boolean enter(String user, Optional<Integer> most) {
        int now = taken.getOrDefault(user, 0);
        if (most.isPresent() && now >= most.get()) {
            return false;
        }
        taken.put(user, now + 1);
        return true;
    }

    synchronized void leave(String user) {
        taken.computeIfPresent(user, (_, count) -> count > 1 ? count - 1 : null);
    }
}
