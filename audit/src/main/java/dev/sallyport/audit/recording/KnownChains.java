package dev.sallyport.audit.recording;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Where the recordings stand that were written lately, so that not every chunk costs reading all before it. Safe for use by many threads. */
final class KnownChains {

    private static final int MAX = 4096;

    private final Map<UUID, ChunkChain> lately = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, ChunkChain> eldest) {
            return size() > MAX;
        }
    };

    synchronized Optional<ChunkChain> find(UUID session) {
        return Optional.ofNullable(lately.get(session));
    }

    synchronized void remember(UUID session, ChunkChain chain) {
        lately.put(session, chain);
    }

    synchronized void forget(UUID session) {
        lately.remove(session);
    }
}
