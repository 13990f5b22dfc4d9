package dev.sallyport.auth.people;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hashes and verifies passwords, few at a time: each takes 19 MiB and a processor for a while, so a flood of logins waits
 * here and is then refused instead of starving the rest of auth.
 */
final class PasswordHasher {

    private static final int SALT_BYTES = 16;

    private final KeyStretch stretch;
    private final SecureRandom random;
    private final Semaphore running;
    private final Duration patience;

    /**
     * @param concurrent hashes at once
     * @param patience how long one waits for its turn
     */
    PasswordHasher(KeyStretch stretch, SecureRandom random, int concurrent, Duration patience) {
        this.stretch = stretch;
        this.random = random;
        this.running = new Semaphore(concurrent, true);
        this.patience = patience;
    }

    /** {@code $argon2id$v=19$m=19456,t=2,p=1$SALT$HASH}. */
    String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return Argon2id.PARAMETERS + base64.encodeToString(salt) + "$"
                + base64.encodeToString(stretched(password, salt));
    }

    /** Whether the password is the one that {@link #hash} made this of. Always one hash, compared in constant time. */
    boolean verify(String password, String hashed) {
        String[] parts = hashed.split("\\$", -1);
        if (!hashed.startsWith(Argon2id.PARAMETERS) || parts.length != 6) {
            throw Failure.of(FailureCode.INTERNAL, "a stored password hash is of an unknown form: reset the user");
        }
        byte[] salt = Base64.getDecoder().decode(parts[4]);
        byte[] expected = Base64.getDecoder().decode(parts[5]);
        return MessageDigest.isEqual(expected, stretched(password, salt));
    }

    private byte[] stretched(String password, byte[] salt) {
        takeTurn();
        try {
            return stretch.stretch(password, salt);
        } finally {
            running.release();
        }
    }

    private void takeTurn() {
        try {
            if (!running.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw Failure.of(FailureCode.EXHAUSTED, "too many logins at once: try again in a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureCode.UNAVAILABLE, "the call was cancelled", e);
        }
    }
}
