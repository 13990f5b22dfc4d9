package dev.sallyport.pki.hpke;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;

/** A public key that things are wrapped for: 32 bytes of X25519. As text {@code x25519:} and base64. */
public final class RecipientKey {

    /** Bytes of {@link #id}: the first of SHA-256 over the key. */
    public static final int ID_BYTES = 16;

    static final String PREFIX = "x25519:";
    static final int KEY_BYTES = 32;

    /** Bytes that wrapping adds: the encapsulated key and a tag. */
    public static final int OVERHEAD = KEY_BYTES + 16;

    private final byte[] key;

    RecipientKey(byte[] key) {
        this.key = key.clone();
    }

    /** @throws Failure INVALID where the text is no such key */
    public static RecipientKey parse(String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : "");
            if (key.length == KEY_BYTES) {
                return new RecipientKey(key);
            }
        } catch (IllegalArgumentException notBase64) {
            throw invalid(notBase64);
        }
        throw invalid(null);
    }

    private static Failure invalid(@org.jspecify.annotations.Nullable Throwable cause) {
        String text = "this is no recording key: expected x25519: and 44 characters of base64";
        return cause == null ? Failure.of(FailureCode.INVALID, text) : Failure.of(FailureCode.INVALID, text, cause);
    }

    static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }

    /** Names the key; 16 bytes. */
    public byte[] id() {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(key), ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /**
     * Wraps a secret.
     *
     * @param info what it is for
     * @param place what it is bound to
     * @return the encapsulated key (32 bytes), then the secret and a tag
     */
    public byte[] wrap(byte[] secret, byte[] info, byte[] place) {
        HPKE hpke = suite();
        AsymmetricKeyParameter recipient = hpke.deserializePublicKey(key);
        HPKEContextWithEncapsulation context = hpke.setupBaseS(recipient, info);
        try {
            byte[] sealed = context.seal(place, secret);
            byte[] both = Arrays.copyOf(context.getEncapsulation(), KEY_BYTES + sealed.length);
            System.arraycopy(sealed, 0, both, KEY_BYTES, sealed.length);
            return both;
        } catch (InvalidCipherTextException impossible) {
            throw new IllegalStateException("sealing does not fail", impossible);
        }
    }

    /** As in configurations. */
    @Override
    public String toString() {
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof RecipientKey another && Arrays.equals(key, another.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }
}
