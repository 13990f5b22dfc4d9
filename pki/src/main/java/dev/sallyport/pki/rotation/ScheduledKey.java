package dev.sallyport.pki.rotation;

import java.time.Instant;
import java.util.Optional;

/**
 * One key of a CA and its times.
 *
 * @param id names the key to whoever keeps it
 * @param published from when on everybody is told to trust it
 * @param signsFrom from when on it signs, inclusive
 * @param signsUntil until when it signs, exclusive; empty while no successor is known
 */
public record ScheduledKey(String id, Instant published, Instant signsFrom, Optional<Instant> signsUntil) {

    public ScheduledKey {
        if (signsFrom.isBefore(published)) {
            throw new IllegalArgumentException("key " + id + " would sign before it is published");
        }
        if (signsUntil.isPresent() && signsUntil.get().isBefore(signsFrom)) {
            throw new IllegalArgumentException("key " + id + " would end before it begins");
        }
    }

    boolean signsAt(Instant time) {
        return !time.isBefore(signsFrom) && signsUntil.map(time::isBefore).orElse(true);
    }

    ScheduledKey from(Instant time) {
        return new ScheduledKey(id, published, time, signsUntil);
    }

    ScheduledKey until(Optional<Instant> time) {
        return new ScheduledKey(id, published, signsFrom, time);
    }
}
