package dev.sallyport.api.policy;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.PolicyImage;
import dev.sallyport.api.v1.SignedPolicy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Collection;

/**
 * The signature of a policy image: Ed25519 (RFC 8032) over {@code "sallyport policy image v1\n"} and the image's bytes. The
 * words before the image keep what the key signs here apart from whatever it, or a later version, may sign elsewhere.
 */
public final class PolicySeal {

    /** Largest signed image that is made or taken, bytes. */
    public static final int MAX_BYTES = 1 << 20;

    private static final byte[] CONTEXT = "sallyport policy image v1\n".getBytes(StandardCharsets.US_ASCII);

    private PolicySeal() {}

    /** Signs. */
    public static SignedPolicy sign(PolicyImage image, KeyPair key) {
        ByteString bytes = image.toByteString();
        try {
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(key.getPrivate());
            signing.update(CONTEXT);
            signing.update(bytes.asReadOnlyByteBuffer());
            return SignedPolicy.newBuilder()
                    .setImage(bytes)
                    .setSignature(ByteString.copyFrom(signing.sign()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key that does not sign", e);
        }
    }

    /** Whether one of these keys signed it. */
    public static boolean isGood(SignedPolicy policy, Collection<PublicKey> keys) {
        return keys.stream().anyMatch(key -> isGood(policy, key));
    }

    private static boolean isGood(SignedPolicy policy, PublicKey key) {
        try {
            Signature verifying = Signature.getInstance("Ed25519");
            verifying.initVerify(key);
            verifying.update(CONTEXT);
            verifying.update(policy.getImage().asReadOnlyByteBuffer());
            return verifying.verify(policy.getSignature().toByteArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
