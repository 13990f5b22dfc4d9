package dev.sallyport.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.InvalidKeyException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Ed25519SignatureTest {

    private static final HexFormat HEX = HexFormat.of();

    /** RFC 8032 7.1, test 3. */
    private static final String SEED = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7";

    private static final String PUBLIC = "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025";
    private static final String SIGNATURE = "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a";

    private final PrivateKey privateKey = Keys.privateKey(HEX.parseHex("302e020100300506032b657004220420" + SEED));
    private final PublicKey publicKey = Keys.publicKey(HEX.parseHex("302a300506032b6570032100" + PUBLIC));

    @Test
    void signsAsTheStandardSays() throws Exception {
        // When
        byte[] signature = signed();

        // Then
        assertThat(HEX.formatHex(signature)).isEqualTo(SIGNATURE);
        assertThat(verified(signature)).isTrue();
    }

    @Test
    void refusesEveryOtherSignature() throws Exception {
        for (int bit = 0; bit < 512; bit += 37) {
            // Given
            byte[] changed = signed();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            // When / Then
            assertThat(verified(changed)).as("bit " + bit).isFalse();
        }
        assertThat(verified(new byte[0])).isFalse();
        assertThat(verified(new byte[63])).isFalse();
    }

    @Test
    void refusesKeysOfOtherKinds() throws Exception {
        // Given
        var foreign = KeyPairGenerator.getInstance("Ed25519", "SunEC").generateKeyPair();
        var ec = Keys.ecdsaP256(new SecureRandom());
        Signature signature = Signature.getInstance("Ed25519", new BouncyCastleEdwards());

        // When / Then
        assertThatThrownBy(() -> signature.initSign(foreign.getPrivate())).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> signature.initVerify(ec.getPublic())).isInstanceOf(InvalidKeyException.class);
    }

    private byte[] signed() throws Exception {
        Signature signature = Signature.getInstance("Ed25519", new BouncyCastleEdwards());
        signature.initSign(privateKey);
        signature.update((byte) 0xaf);
        signature.update(new byte[] {(byte) 0x82});
        return signature.sign();
    }

    private boolean verified(byte[] signature) throws Exception {
        Signature verifying = Signature.getInstance("Ed25519", new BouncyCastleEdwards());
        verifying.initVerify(publicKey);
        verifying.update(new byte[] {(byte) 0xaf, (byte) 0x82});
        return verifying.verify(signature);
    }
}
