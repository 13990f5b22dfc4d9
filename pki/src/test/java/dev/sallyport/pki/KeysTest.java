package dev.sallyport.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    private final SecureRandom random = new SecureRandom();

    @Test
    void bothSortsSurviveTheirEncoding() {
        for (KeyPair pair : new KeyPair[] {Keys.ecdsaP256(random), Keys.ed25519(random)}) {
            // Given
            byte[] pkcs8 = pair.getPrivate().getEncoded();
            byte[] spki = pair.getPublic().getEncoded();

            // When
            KeyPair read = new KeyPair(Keys.publicKey(spki), Keys.privateKey(pkcs8));

            // Then
            assertThat(read.getPublic().getEncoded()).isEqualTo(spki);
            assertThat(Keys.belongTogether(read.getPrivate(), pair.getPublic())).isTrue();
            assertThat(Keys.belongTogether(pair.getPrivate(), read.getPublic())).isTrue();
        }
    }

    @Test
    void keysOfTwoPairsDoNotBelongTogether() {
        // Given
        KeyPair one = Keys.ed25519(random);
        KeyPair other = Keys.ed25519(random);

        // When
        boolean together = Keys.belongTogether(one.getPrivate(), other.getPublic());

        // Then
        assertThat(together).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp384r1", "secp521r1"})
    void refusesOtherCurves(String curve) throws GeneralSecurityException {
        // Given
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));

        // When
        KeyPair pair = generator.generateKeyPair();

        // Then
        assertInvalid(pair);
    }

    @Test
    void refusesRsa() throws GeneralSecurityException {
        // Given
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);

        // When
        KeyPair pair = generator.generateKeyPair();

        // Then
        assertInvalid(pair);
    }

    @Test
    void refusesAPointThatIsNotOnTheCurve() {
        // Given
        byte[] spki = Keys.ecdsaP256(random).getPublic().getEncoded();

        // When
        spki[spki.length - 1] ^= 1;

        // Then
        assertThatThrownBy(() -> Keys.publicKey(spki)).isInstanceOf(Failure.class);
    }

    @Test
    void refusesAnSshKeyForTls() {
        // Given
        byte[] spki = Keys.ed25519(random).getPublic().getEncoded();

        // When it is read for TLS

        // Then
        assertThatThrownBy(() -> Keys.tlsPublicKey(spki)).hasMessageContaining("must be ECDSA P-256");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 90, 5000})
    void refusesRubbish(int length) {
        // Given
        byte[] rubbish = new byte[length];
        random.nextBytes(rubbish);

        // When it is read

        // Then
        assertThatThrownBy(() -> Keys.publicKey(rubbish)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> Keys.privateKey(rubbish)).isInstanceOf(Failure.class);
    }

    private static void assertInvalid(KeyPair pair) {
        assertThatThrownBy(() -> Keys.publicKey(pair.getPublic().getEncoded()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID));
        assertThatThrownBy(() -> Keys.privateKey(pair.getPrivate().getEncoded()))
                .isInstanceOf(Failure.class);
    }
}
