package dev.sallyport.auditsdk;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * UUIDv7 (RFC 9562, section 5.7) that ascend, also within a millisecond and when the clock steps back: then the 12 bits after
 * the time count. Safe for use by many threads.
 */
final class EventIds {

    private static final int COUNTER_END = 1 << 12;
    private static final int COUNTER_START_BOUND = 1 << 11;

    private final SecureRandom random = new SecureRandom();
    private long lastMillis = -1;
    private int counter;

    synchronized UUID next(Instant now) {
        if (now.toEpochMilli() > lastMillis) {
            lastMillis = now.toEpochMilli();
            counter = random.nextInt(COUNTER_START_BOUND);
        } else if (++counter == COUNTER_END) {
            lastMillis++;
            counter = random.nextInt(COUNTER_START_BOUND);
        }
        return new UUID(lastMillis << 16 | 0x7000L | counter, random.nextLong() >>> 2 | 0x8000_0000_0000_0000L);
    }
}
