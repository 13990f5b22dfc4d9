package dev.sallyport.pki.rotation;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The keys of one CA in time. Rotation has no phases to step through: each key has its times, and everything else follows
 * from the clock.
 *
 * <pre>
 * key 1   |published, signs ...............|trusted one lifetime more|gone
 * key 2                     |published.....|signs ....................
 *                           |-- lifetime --|
 * </pre>
 *
 * <p>A successor is made one lifetime before it is due, so that everybody who holds anything valid has heard of it when it
 * begins. If nobody was there to make it in time (the cluster was off for months), the old key goes on signing until the
 * new one has been public for a lifetime. Immutable; every change gives a new schedule.
 *
 * @param policy the two durations
 * @param keys in the order in which they sign; the last has no end
 */
public record KeySchedule(Policy policy, List<ScheduledKey> keys) {

    /**
     * The durations of a CA.
     *
     * @param period how long a key signs before its successor is due
     * @param lifetime longest life of anything that is signed; shorter than the period
     */
    public record Policy(Duration period, Duration lifetime) {
        public Policy {
            if (lifetime.isNegative() || lifetime.isZero() || period.compareTo(lifetime) <= 0) {
                throw new IllegalArgumentException("expected 0 < lifetime < period, got " + lifetime + ", " + period);
            }
        }
    }

    /**
     * What an emergency leaves.
     *
     * @param schedule without the revoked key
     * @param created the key that must be made at once because no other could sign; empty where one was ready
     */
    public record Revocation(KeySchedule schedule, Optional<ScheduledKey> created) {}

    public KeySchedule {
        keys = List.copyOf(keys);
        requireInOrder(keys);
    }

    /** A new CA: its first key signs at once. */
    public static KeySchedule begin(Policy policy, String id, Instant now) {
        return new KeySchedule(policy, List.of(new ScheduledKey(id, now, now, Optional.empty())));
    }

    /**
     * The one key that signs at this time. Where the clock was set back before the first key's time, that is the first
     * that begins after.
     */
    public ScheduledKey signer(Instant time) {
        return keys.stream()
                .filter(key -> key.signsAt(time))
                .findFirst()
                .orElseGet(() -> keys.stream()
                        .filter(key -> key.signsFrom().isAfter(time))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("the last key has no end")));
    }

    /** The keys that everybody should trust at this time: the signer, who will sign, who signed a lifetime ago or less. */
    public List<ScheduledKey> trusted(Instant time) {
        ScheduledKey signer = signer(time);
        return keys.stream()
                .filter(key -> key.equals(signer) || isTrusted(key, time))
                .toList();
    }

    /** Whether a successor must be made now, with {@link #withSuccessor}. */
    public boolean needsSuccessor(Instant now) {
        ScheduledKey last = keys.getLast();
        return !now.isBefore(last.signsFrom().plus(policy.period()).minus(policy.lifetime()));
    }

    /**
     * Adds a successor: published now, signing when the last key's period ends, but not before it was public for a
     * lifetime.
     *
     * @throws Failure CONFLICT where a successor is waiting already
     */
    public KeySchedule withSuccessor(String id, Instant now) {
        Instant due = keys.getLast().signsFrom().plus(policy.period());
        return withSuccessor(id, now, later(due, now.plus(policy.lifetime())));
    }

    /**
     * Adds a successor ahead of the calendar: it signs as soon as it was public for a lifetime.
     *
     * @throws Failure CONFLICT where a successor is waiting already
     */
    public KeySchedule rotateEarly(String id, Instant now) {
        return withSuccessor(id, now, now.plus(policy.lifetime()));
    }

    /** The keys whose last signature has ended its life: they can be deleted. */
    public List<ScheduledKey> droppable(Instant now) {
        ScheduledKey signer = signer(now);
        return keys.stream()
                .filter(key -> !key.equals(signer) && isOver(key, now))
                .toList();
    }

    /** This schedule without its droppable keys. */
    public KeySchedule withoutDroppable(Instant now) {
        List<ScheduledKey> dropped = droppable(now);
        return new KeySchedule(
                policy, keys.stream().filter(key -> !dropped.contains(key)).toList());
    }

    /**
     * When to look again: the next time at which signer, trust or what must be made changes. Always after now.
     */
    public Instant nextChange(Instant now) {
        List<Instant> moments = new ArrayList<>();
        for (ScheduledKey key : keys) {
            moments.add(key.signsFrom());
            key.signsUntil().ifPresent(end -> moments.add(end.plus(policy.lifetime())));
        }
        moments.add(keys.getLast().signsFrom().plus(policy.period()).minus(policy.lifetime()));
        return moments.stream()
                .filter(moment -> moment.isAfter(now))
                .min(Instant::compareTo)
                .orElseGet(() -> now.plus(policy.lifetime()));
    }

    /**
     * Takes a key out now: nothing that it signed is trusted any more. Where it was the signer, the waiting successor
     * begins now, or a new key is made.
     *
     * @param id the key
     * @param newId gives the id of a key that must be made; not asked otherwise
     * @throws Failure NOT_FOUND where there is no such key
     */
    public Revocation revokeNow(String id, Instant now, Supplier<String> newId) {
        ScheduledKey revoked = keys.stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND, "this CA has no key " + id));
        boolean signs = revoked.equals(signer(now));
        List<ScheduledKey> rest = new ArrayList<>(keys);
        int place = rest.indexOf(revoked);
        rest.remove(place);
        if (signs && place == rest.size()) {
            ScheduledKey created = new ScheduledKey(newId.get(), now, now, Optional.empty());
            rest.add(created);
            return new Revocation(new KeySchedule(policy, rest), Optional.of(created));
        }
        if (signs) {
            rest.set(place, rest.get(place).from(later(now, rest.get(place).published())));
            return new Revocation(new KeySchedule(policy, rest), Optional.empty());
        }
        if (place == rest.size()) {
            // The successor that was waiting: its predecessor signs on, until another is made.
            rest.set(place - 1, rest.get(place - 1).until(Optional.empty()));
        }
        return new Revocation(new KeySchedule(policy, rest), Optional.empty());
    }

    private KeySchedule withSuccessor(String id, Instant now, Instant signsFrom) {
        ScheduledKey last = keys.getLast();
        if (last.signsFrom().isAfter(now)) {
            throw Failure.of(
                    FailureCode.CONFLICT, "a new key is waiting already and will sign from " + last.signsFrom());
        }
        if (keys.stream().anyMatch(key -> key.id().equals(id))) {
            throw Failure.of(FailureCode.CONFLICT, "this CA has a key " + id + " already");
        }
        List<ScheduledKey> more = new ArrayList<>(keys);
        more.set(more.size() - 1, last.until(Optional.of(signsFrom)));
        more.add(new ScheduledKey(id, now, signsFrom, Optional.empty()));
        return new KeySchedule(policy, more);
    }

    private boolean isTrusted(ScheduledKey key, Instant time) {
        return !time.isBefore(key.published()) && !isOver(key, time);
    }

    private boolean isOver(ScheduledKey key, Instant time) {
        return key.signsUntil()
                .map(end -> !time.isBefore(end.plus(policy.lifetime())))
                .orElse(false);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static void requireInOrder(List<ScheduledKey> keys) {
        if (keys.isEmpty() || keys.getLast().signsUntil().isPresent()) {
            throw new IllegalArgumentException("a CA has a key without an end, and it is the last");
        }
        for (int i = 1; i < keys.size(); i++) {
            Instant begin = keys.get(i).signsFrom();
            if (keys.get(i - 1).signsUntil().map(begin::isBefore).orElse(true)) {
                throw new IllegalArgumentException("key " + keys.get(i).id() + " begins before its predecessor ends");
            }
        }
        if (keys.stream().map(ScheduledKey::id).distinct().count() != keys.size()) {
            throw new IllegalArgumentException("two keys with one id");
        }
    }
}
