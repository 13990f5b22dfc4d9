package dev.sallyport.protocols.knock;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 (RFC 2104) of a few parts in a row. One {@link Mac} instance per calculation: cheap, and safe on any thread.
 */
final class HmacSha256 {

    private HmacSha256() {}

    static byte[] of(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HmacSHA256", e);
        }
    }

    static byte[] of(byte[] key, byte[] bytes, int offset, int length) {
        return of(key, Arrays.copyOfRange(bytes, offset, offset + length));
    }
}
