package dev.sallyport.pki;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names one CA key: what a person or machine is given before its first contact with a cluster. As text {@code sha256:}
 * and the hex of SHA-256 over the key's SubjectPublicKeyInfo, so that a CA certificate renewed with the same key keeps
 * its pin.
 *
 * @param hex 64 lower-case hex digits
 */
public record CaPin(String hex) {

    private static final String PREFIX = "sha256:";
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    public CaPin {
        if (!DIGITS.matcher(hex).matches()) {
            throw new IllegalArgumentException("a pin has 64 hex digits");
        }
    }

    /** The pin of this CA. */
    public static CaPin of(X509Certificate ca) {
        return of(ca.getPublicKey());
    }

    /** The pin of this key. */
    public static CaPin of(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return new CaPin(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Reads {@code sha256:…}; hex digits of either case, white space around it is ignored.
     *
     * @throws Failure INVALID, telling what is wrong with the text
     */
    public static CaPin parse(String text) {
        String trimmed = text.strip();
        if (!trimmed.startsWith(PREFIX)) {
            throw invalid("it does not begin with sha256:");
        }
        String hex = trimmed.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
        if (hex.length() != 64) {
            throw invalid("it has " + hex.length() + " characters after sha256:");
        }
        if (!DIGITS.matcher(hex).matches()) {
            throw invalid("it has a character that is no hex digit");
        }
        return new CaPin(hex);
    }

    /** Whether this is the pin of that CA's key. */
    public boolean matches(X509Certificate ca) {
        return equals(of(ca));
    }

    /** {@code sha256:…}. */
    @Override
    public String toString() {
        return PREFIX + hex;
    }

    private static Failure invalid(String why) {
        return Failure.of(
                FailureCode.INVALID,
                "this CA pin is wrong: " + why
                        + "; expected sha256: and 64 hex digits, as 'sally tokens add' and an invite print it");
    }
}
