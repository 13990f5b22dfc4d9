package dev.sallyport.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.BatchWay;
import dev.sallyport.api.v1.PolicyImage;
import dev.sallyport.api.v1.SignedPolicy;
import dev.sallyport.pki.Keys;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySealTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair key = Keys.ed25519(RANDOM);
    private final List<PublicKey> keys = List.of(key.getPublic());

    private static List<PolicyImage> images(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> PolicyImage.newBuilder().setNodeId("node-" + i).build())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13})
    void eachOfABatchIsGoodByItselfAndNotWithAnotherKey(int count) {
        // When
        List<SignedPolicy> signed = PolicySeal.signAll(images(count), key);

        // Then
        List<PublicKey> others = List.of(Keys.ed25519(RANDOM).getPublic());
        assertThat(signed)
                .hasSize(count)
                .allMatch(policy -> PolicySeal.isGood(policy, keys))
                .noneMatch(policy -> PolicySeal.isGood(policy, others));
        assertThat(signed)
                .extracting(SignedPolicy::getImage)
                .containsExactlyElementsOf(
                        images(count).stream().map(PolicyImage::toByteString).toList());
    }

    @Test
    void aWayOfAnotherImageLeadsNowhere() {
        // Given
        List<SignedPolicy> signed = PolicySeal.signAll(images(4), key);

        // When
        SignedPolicy mixed =
                signed.get(0).toBuilder().setBatch(signed.get(1).getBatch()).build();
        SignedPolicy changed = signed.get(0).toBuilder()
                .setImage(PolicyImage.newBuilder().setNodeId("node-9").build().toByteString())
                .build();

        // Then
        assertThat(List.of(mixed, changed)).noneMatch(policy -> PolicySeal.isGood(policy, keys));
    }

    @Test
    void aNodeOfTheTreeIsNoImage() {
        // Given: the two hashes under the root, as if they were an image
        SignedPolicy signed = PolicySeal.signAll(images(4), key).getFirst();
        ByteString left = BatchTree.root(
                        signed.getImage(),
                        signed.getBatch().toBuilder().removeSteps(1).build())
                .orElseThrow();
        ByteString right = signed.getBatch().getSteps(1).getBeside();

        // When
        SignedPolicy forged = signed.toBuilder()
                .setImage(left.concat(right))
                .setBatch(BatchWay.getDefaultInstance())
                .build();

        // Then
        assertThat(PolicySeal.isGood(forged, keys)).isFalse();
    }

    @Test
    void aSignatureOfOneKindIsNoneOfTheOther() {
        // Given
        PolicyImage image = images(1).getFirst();
        SignedPolicy alone = PolicySeal.sign(image, key);
        SignedPolicy batch = PolicySeal.signAll(List.of(image), key).getFirst();

        // When
        SignedPolicy one =
                alone.toBuilder().setBatch(BatchWay.getDefaultInstance()).build();
        SignedPolicy other = batch.toBuilder().clearBatch().build();

        // Then
        assertThat(List.of(one, other)).noneMatch(policy -> PolicySeal.isGood(policy, keys));
    }

    @Test
    void aWayWithoutEndOrWithStepsThatAreNoHashesIsRefused() {
        // Given
        SignedPolicy signed = PolicySeal.signAll(images(2), key).getFirst();
        BatchWay.Step step = signed.getBatch().getSteps(0);
        BatchWay.Builder endless = BatchWay.newBuilder();
        IntStream.range(0, 33).forEach(_ -> endless.addSteps(step));
        BatchWay odd = BatchWay.newBuilder()
                .addSteps(step.toBuilder().setBeside(ByteString.copyFrom(new byte[31])))
                .build();

        // Then
        assertThat(PolicySeal.isGood(signed.toBuilder().setBatch(endless).build(), keys))
                .isFalse();
        assertThat(PolicySeal.isGood(signed.toBuilder().setBatch(odd).build(), keys))
                .isFalse();
    }
}
