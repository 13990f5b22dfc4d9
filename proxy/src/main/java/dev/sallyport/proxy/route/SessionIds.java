package dev.sallyport.proxy.route;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;

/** Makes ids of sessions: UUIDv7 (RFC 9562, section 5.7), so that they sort by time. */
public final class SessionIds {

    private final InstantSource clock;
    private final SecureRandom random;

    /** From this clock and randomness. */
    public SessionIds(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** A new one. */
    public UUID next() {
        long high = clock.millis() << 16 | 0x7000 | (random.nextLong() & 0xfff);
        long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
