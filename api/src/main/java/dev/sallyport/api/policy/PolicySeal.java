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
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The signature of a policy image: Ed25519 (RFC 8032) over {@code "sallyport policy image v1\n"} and the image's bytes. Many
 * images of one moment share a signature: over {@code "sallyport policy batch v1\n"} and the root of a tree of their hashes
 * ({@link BatchTree}); each comes with its way up to the root. The words before keep what the key signs here apart
 * from whatever it, or a later version, may sign elsewhere.
 */
public final class PolicySeal {

    /** Largest signed image that is made or taken, bytes. */
    public static final int MAX_BYTES = 1 << 20;

    /** Most that stands around an image when it is signed, bytes. */
    public static final int MOST_AROUND = 2048;

    private static final byte[] IMAGE = "sallyport policy image v1\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BATCH = "sallyport policy batch v1\n".getBytes(StandardCharsets.US_ASCII);

    private PolicySeal() {}

    /** Signs. */
    public static SignedPolicy sign(PolicyImage image, KeyPair key) {
        ByteString bytes = image.toByteString();
        return SignedPolicy.newBuilder()
                .setImage(bytes)
                .setSignature(signature(IMAGE, bytes, key))
                .build();
    }

    /** Signs them all at once, each for itself: none needs the others to be verified. In the same order. */
    public static List<SignedPolicy> signAll(List<PolicyImage> images, KeyPair key) {
        if (images.isEmpty()) {
            return List.of();
        }
        List<ByteString> bytes = images.stream().map(PolicyImage::toByteString).toList();
        BatchTree tree = BatchTree.of(bytes);
        ByteString signature = signature(BATCH, tree.root(), key);
        return IntStream.range(0, bytes.size())
                .mapToObj(i -> SignedPolicy.newBuilder()
                        .setImage(bytes.get(i))
                        .setSignature(signature)
                        .setBatch(tree.way(i))
                        .build())
                .toList();
    }

    /** Whether one of these keys signed it. */
    public static boolean isGood(SignedPolicy policy, Collection<PublicKey> keys) {
        if (!policy.hasBatch()) {
            return isGood(IMAGE, policy.getImage(), policy.getSignature(), keys);
        }
        Optional<ByteString> root = BatchTree.root(policy.getImage(), policy.getBatch());
        return root.isPresent() && isGood(BATCH, root.get(), policy.getSignature(), keys);
    }

    private static ByteString signature(byte[] context, ByteString bytes, KeyPair key) {
        try {
            Signature signing = Signature.getInstance("Ed25519");
            signing.initSign(key.getPrivate());
            signing.update(context);
            signing.update(bytes.asReadOnlyByteBuffer());
            return ByteString.copyFrom(signing.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an Ed25519 key that does not sign", e);
        }
    }

    private static boolean isGood(byte[] context, ByteString bytes, ByteString signature, Collection<PublicKey> keys) {
        return keys.stream().anyMatch(key -> isGood(context, bytes, signature, key));
    }

    private static boolean isGood(byte[] context, ByteString bytes, ByteString signature, PublicKey key) {
        try {
            Signature verifying = Signature.getInstance("Ed25519");
            verifying.initVerify(key);
            verifying.update(context);
            verifying.update(bytes.asReadOnlyByteBuffer());
            return verifying.verify(signature.toByteArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
