package dev.sallyport.audit.recording;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until told. */
final class TestClock implements InstantSource {

    static final Instant START = Instant.parse("2026-01-01T10:20:30Z");

    private Instant now = START;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
