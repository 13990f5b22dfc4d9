package dev.sallyport.auth.factors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time passwords (RFC 6238): HMAC-SHA1, six digits, steps of 30 s, as every authenticator app has them.
 */
public final class Totp {

    /** Bytes of a seed: the length of SHA-1's output (RFC 4226, section 4). */
    public static final int SEED_BYTES = 20;

    private static final int STEP_SECONDS = 30;
    private static final int MODULUS = 1_000_000;

    private Totp() {}

    /** The code of a time step. */
    public static String code(byte[] seed, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(seed, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int offset = hash[hash.length - 1] & 0xf;
            int truncated = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", truncated % MODULUS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }

    /** The step that is now. */
    public static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
    }

    /**
     * Which step a code belongs to: the one that is now, the one before or the one after. All three are always compared.
     *
     * @return empty where it belongs to none
     */
    public static OptionalLong matchingStep(byte[] seed, String code, Instant now) {
        byte[] given = code.strip().getBytes(StandardCharsets.UTF_8);
        OptionalLong match = OptionalLong.empty();
        for (long step = step(now) - 1; step <= step(now) + 1; step++) {
            if (MessageDigest.isEqual(code(seed, step).getBytes(StandardCharsets.UTF_8), given)) {
                match = OptionalLong.of(step);
            }
        }
        return match;
    }
}
