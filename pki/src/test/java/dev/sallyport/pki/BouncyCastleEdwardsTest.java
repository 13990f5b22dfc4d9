package dev.sallyport.pki;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jcajce.interfaces.EdDSAPublicKey;
import org.junit.jupiter.api.Test;

/** Libraries ask for Bouncy Castle by name: they get its Ed25519, and the JDK's answer to anything else. */
class BouncyCastleEdwardsTest {

    private final Provider provider = new BouncyCastleEdwards();

    @Test
    void edwardsKeysAreBouncyCastles() throws Exception {
        // Given
        var pair = KeyPairGenerator.getInstance("Ed25519", provider).generateKeyPair();
        var encoded = new X509EncodedKeySpec(pair.getPublic().getEncoded());

        for (String name : new String[] {"Ed25519", "EdDSA", "ed25519"}) {
            // When / Then
            assertThat(KeyFactory.getInstance(name, provider).generatePublic(encoded))
                    .isInstanceOf(EdDSAPublicKey.class)
                    .isEqualTo(pair.getPublic());
            assertThat(Signature.getInstance(name, provider).getProvider()).isSameAs(provider);
        }
    }

    @Test
    void whatTheJdkHasIsTheJdks() throws Exception {
        assertThat(MessageDigest.getInstance("SHA-256", provider).getProvider().getName())
                .isEqualTo("SUN");
        assertThat(KeyFactory.getInstance("EC", provider).getProvider().getName())
                .isEqualTo("SunEC");
    }

    @Test
    void otherAlgorithmsAreNotThere() {
        assertThat(provider.getService("Cipher", "Serpent")).isNull();
        assertThat(provider.getService("KeyAgreement", "Ed25519")).isNull();
    }
}
