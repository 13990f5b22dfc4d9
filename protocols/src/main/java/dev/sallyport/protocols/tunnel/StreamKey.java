package dev.sallyport.protocols.tunnel;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key of one control stream: signs the beginnings of its data connections, both ways. Prints as {@code ***}. */
public final class StreamKey {

    /** Bytes of a stream key. */
    public static final int BYTES = 32;

    /** Bytes of a MAC by it: the first 24 of HMAC-SHA256. */
    static final int MAC_BYTES = 24;

    private final byte[] key;

    /** From {@value #BYTES} bytes; keeps a copy. */
    public StreamKey(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a stream key has 32 bytes");
        }
        this.key = key.clone();
    }

    /** Its bytes, a copy: for the welcome frame. */
    public byte[] bytes() {
        return key.clone();
    }

    byte[] mac(byte[] first, byte[] second, int secondLength) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(first);
            mac.update(second, 0, secondLength);
            return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HmacSHA256", e);
        }
    }

    /** Whether the last {@value #MAC_BYTES} bytes are the MAC of what comes before them. */
    boolean signed(byte[] first, byte[] second) {
        int end = second.length - MAC_BYTES;
        return MessageDigest.isEqual(mac(first, second, end), Arrays.copyOfRange(second, end, second.length));
    }

    @Override
    public String toString() {
        return "StreamKey[***]";
    }
}
