package dev.sallyport.auth.people;

import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.LockoutRecord;
import dev.sallyport.store.Store;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Counts failed logins: {@value #ALLOWED} in a row lock for 30 minutes. The count is kept in the store, so that neither a
 * restart nor another auth gives new guesses, and is part of the commit that decides a login, so that guesses in parallel
 * count one after the other.
 *
 * <p>Names that are no users are counted the same way, with the same writes, in a table of {@value #SLOTS} slots: it does
 * not grow with the number of guessed names. Which names share a slot depends on a key that only this cluster knows.
 */
final class Lockouts {

    static final int ALLOWED = 5;
    static final Duration LOCKED = Duration.ofMinutes(30);
    static final int SLOTS = 4096;

    private final Records<LockoutRecord> records;
    private final byte[] slotKey;

    Lockouts(Store store, byte[] slotKey) {
        this.records = Records.open(store, Keyspace.LOCKOUTS, LockoutRecord.parser());
        this.slotKey = slotKey.clone();
    }

    /**
     * How it stands with a name.
     *
     * @param name under which it is counted
     */
    record Standing(String name, Optional<Records.Versioned<LockoutRecord>> stored) {

        boolean locked(Instant now) {
            return until().isAfter(now);
        }

        /** When the lock ends; long ago where there is none. */
        Instant until() {
            return Instant.ofEpochSecond(
                    stored.map(there -> there.value().getUntilSeconds()).orElse(0L));
        }

        /** Failures in a row, this one included. */
        int nextFailures(Instant now) {
            return stored.map(Records.Versioned::value)
                            .filter(record -> Instant.ofEpochSecond(record.getLastSeconds())
                                    .plus(LOCKED)
                                    .isAfter(now))
                            .map(LockoutRecord::getFailures)
                            .orElse(0)
                    + 1;
        }
    }

    /** @param exists whether there is a user of this name */
    Standing standing(String user, boolean exists) {
        String name = exists ? user : slot(user);
        return new Standing(name, records.find(name));
    }

    /** One more failure. While the lock holds, failures neither count nor prolong it; the write is the same. */
    Store.Write failed(Standing standing, Instant now) {
        LockoutRecord old = standing.stored().map(Records.Versioned::value).orElse(LockoutRecord.getDefaultInstance());
        if (standing.locked(now)) {
            return records.write(standing.stored(), standing.name(), old);
        }
        int failures = standing.nextFailures(now);
        boolean locks = failures >= ALLOWED;
        LockoutRecord next = LockoutRecord.newBuilder()
                .setFailures(locks ? 0 : failures)
                .setLastSeconds(now.getEpochSecond())
                .setUntilSeconds(locks ? now.plus(LOCKED).getEpochSecond() : 0)
                .build();
        return records.write(standing.stored(), standing.name(), next);
    }

    /** Nothing counts; the write is the same, and conflicts with whatever is counted meanwhile. */
    Store.Write same(Standing standing) {
        return records.write(
                standing.stored(),
                standing.name(),
                standing.stored().map(Records.Versioned::value).orElse(LockoutRecord.getDefaultInstance()));
    }

    /** A login that went through. Conflicts with failures counted meanwhile. */
    Store.Write passed(Standing standing) {
        return records.write(standing.stored(), standing.name(), LockoutRecord.getDefaultInstance());
    }

    /** Forgets a user's failures. */
    Store.Write forget(String user) {
        return records.delete(user);
    }

    private String slot(String user) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(slotKey, "HmacSHA256"));
            byte[] hash = mac.doFinal(user.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            int slot = (((hash[0] & 0xff) << 8) | (hash[1] & 0xff)) % SLOTS;
            return String.format(Locale.ROOT, "~%04d", slot);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
