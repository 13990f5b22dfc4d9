package dev.sallyport.audit.recording;

import dev.sallyport.pki.hpke.RecipientKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Supplier;

/** Who can read recordings: asked for at the beginning of each. */
public final class Recipients {

    static final int MOST = 8;

    private final Supplier<List<RecipientKey>> source;
    private final SecureRandom random;

    /**
     * These, as they are then.
     *
     * @param source each recording's key is wrapped for the first {@value #MOST} of these. Without any, recordings are not
     *     encrypted
     */
    public Recipients(Supplier<List<RecipientKey>> source, SecureRandom random) {
        this.source = source;
        this.random = random;
    }

    /** Everybody who gets at the bytes. */
    public static Recipients everybody() {
        return new Recipients(List::of, new SecureRandom());
    }

    List<RecipientKey> keys() {
        return source.get().stream().limit(MOST).toList();
    }

    SecureRandom random() {
        return random;
    }
}
