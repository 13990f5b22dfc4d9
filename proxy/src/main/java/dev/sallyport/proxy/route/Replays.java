package dev.sallyport.proxy.route;

import dev.sallyport.protocols.knock.KnockCheck;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;

/**
 * Knocks that came already, by the time that they bear: a set for every span of {@value #SPAN_SECONDS} s, dropped as a whole when none of
 * its knocks can pass the clock any more. Bounded; when it is full, nothing is new.
 */
final class Replays {

    private static final long SPAN_SECONDS = 16;

    private final int most;
    private final TreeMap<Long, Set<ByteBuffer>> spans = new TreeMap<>();
    private int size;

    Replays(int most) {
        this.most = most;
    }

    /** What a knock is to this set. */
    enum Seen {
        NEW,
        BEFORE,
        FULL
    }

    /** Remembers a knock that passed the clock at this moment. */
    synchronized Seen see(byte[] replayKey, long timeSeconds, long nowSeconds) {
        long oldest = (nowSeconds - KnockCheck.CLOCK_TOLERANCE_SECONDS) / SPAN_SECONDS;
        while (!spans.isEmpty() && spans.firstKey() < oldest) {
            size -= spans.pollFirstEntry().getValue().size();
        }
        Set<ByteBuffer> span = spans.computeIfAbsent(timeSeconds / SPAN_SECONDS, begin -> new HashSet<>());
        ByteBuffer key = ByteBuffer.wrap(replayKey);
        if (span.contains(key)) {
            return Seen.BEFORE;
        }
        if (size >= most) {
            return Seen.FULL;
        }
        span.add(key);
        size++;
        return Seen.NEW;
    }

    synchronized int size() {
        return size;
    }
}
