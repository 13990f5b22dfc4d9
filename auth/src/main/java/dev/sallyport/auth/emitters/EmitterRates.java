package dev.sallyport.auth.emitters;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many events an emitter may send: a bucket that holds what comes in {@value #SECONDS} s, and at least one whole batch. Of at
 * most {@value #MOST} emitters; the one that sent longest ago is forgotten first. Safe for use by many threads.
 */
final class EmitterRates {

    private static final int SECONDS = 10;
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST;
        }
    };

    EmitterRates(InstantSource clock) {
        this.clock = clock;
    }

    private record Bucket(double left, Instant at) {}

    /** @return 0 where it may; else after how many seconds it may */
    synchronized int take(Emitter emitter, int events) {
        Instant now = clock.instant();
        double most = Math.max(EmittedBatch.MOST_EVENTS, emitter.eventsPerSecond() * SECONDS);
        Bucket old = buckets.getOrDefault(emitter.name(), new Bucket(most, now));
        double filled = Math.max(0, Duration.between(old.at(), now).toMillis()) * emitter.eventsPerSecond() / 1000.0;
        double left = Math.min(most, old.left() + filled);
        boolean enough = left >= events;
        buckets.put(emitter.name(), new Bucket(enough ? left - events : left, now));
        return enough ? 0 : (int) Math.ceil((events - left) / emitter.eventsPerSecond());
    }
}
