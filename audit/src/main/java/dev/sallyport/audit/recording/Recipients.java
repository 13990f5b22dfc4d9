package dev.sallyport.audit.recording;

import dev.sallyport.pki.hpke.RecipientKey;
import java.security.SecureRandom;
import java.util.List;

/**
 * Who can read recordings.
 *
 * @param keys each recording's key is wrapped for all of these; at most {@value #MOST}. Without any, recordings are not encrypted
 */
public record Recipients(List<RecipientKey> keys, SecureRandom random) {

    static final int MOST = 8;

    public Recipients {
        keys = List.copyOf(keys);
        if (keys.size() > MOST) {
            throw new IllegalArgumentException("at most " + MOST + " recording keys");
        }
    }

    /** Everybody who gets at the bytes. */
    public static Recipients everybody() {
        return new Recipients(List.of(), new SecureRandom());
    }
}
