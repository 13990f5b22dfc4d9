package dev.sallyport.agent.ssh;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** When a connection began and when its client was last heard. */
final class Pulse {

    private final Instant began;
    private volatile Instant heard;
    private final AtomicInteger unanswered = new AtomicInteger();

    Pulse(Instant now) {
        this.began = now;
        this.heard = now;
    }

    Instant began() {
        return began;
    }

    Instant heard() {
        return heard;
    }

    void heardAt(Instant now) {
        heard = now;
        unanswered.set(0);
    }

    /** One more question without an answer so far; returns how many there are. */
    int asked(Instant now) {
        heard = now;
        return unanswered.incrementAndGet();
    }
}
