package dev.sallyport.audit.event;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes UUIDv7 (RFC 9562, section 5.7): 48 bits of Unix milliseconds, then random bits. Ids of one maker ascend, also
 * within one millisecond and when the clock steps back: then the 12 bits of {@code rand_a} count (method 1 of section
 * 6.2), and when they are used up the time part runs ahead. Safe for use by many threads.
 */
public final class EventIds {

    private static final int COUNTER_END = 1 << 12;
    /** A fresh millisecond starts in the lower half, so that there is room to count. */
    private static final int COUNTER_START_BOUND = 1 << 11;

    private final InstantSource clock;
    private final RandomGenerator random;
    private long lastMillis = -1;
    private int counter;

    public EventIds(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** The next id. */
    public synchronized UUID next() {
        long now = clock.millis();
        if (now > lastMillis) {
            lastMillis = now;
            counter = random.nextInt(COUNTER_START_BOUND);
        } else if (++counter == COUNTER_END) {
            lastMillis++;
            counter = random.nextInt(COUNTER_START_BOUND);
        }
        long most = lastMillis << 16 | 0x7000L | counter;
        long least = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }

    /** The head of an event that happens now. */
    public EventHead head(EventSubject subject) {
        Instant now = Instant.ofEpochMilli(clock.millis());
        return new EventHead(next().toString(), now, subject);
    }
}
