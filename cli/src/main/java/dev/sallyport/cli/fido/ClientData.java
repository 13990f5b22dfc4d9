package dev.sallyport.cli.fido;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What a browser would tell the key of where it is (Web Authentication, section 5.8.1): this program is the client, and says the origin that it went to.
 *
 * @param json as it is hashed and sent
 */
record ClientData(byte[] json) {

    static ClientData ofAssertion(ByteString challenge, String origin) {
        return of("webauthn.get", challenge, origin);
    }

    static ClientData ofCredential(ByteString challenge, String origin) {
        return of("webauthn.create", challenge, origin);
    }

    private static ClientData of(String type, ByteString challenge, String origin) {
        if (!origin.matches("https://[A-Za-z0-9.:\\[\\]-]{1,255}")) {
            throw new IllegalArgumentException("an origin of another form");
        }
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(challenge.toByteArray());
        String json = "{\"type\":\"" + type + "\",\"challenge\":\"" + encoded + "\",\"origin\":\"" + origin
                + "\",\"crossOrigin\":false}";
        return new ClientData(json.getBytes(StandardCharsets.UTF_8));
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(json);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
