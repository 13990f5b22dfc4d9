package dev.sallyport.pki.hpke;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrapped opens with the one key, in the one place. */
class OpeningKeyTest {

    private static final byte[] INFO = "for a test".getBytes(US_ASCII);
    private static final byte[] PLACE = {1, 2, 3};

    private final SecureRandom random = new SecureRandom();
    private final OpeningKey key = OpeningKey.generate(random);
    private final byte[] secret = random.generateSeed(32);

    @TempDir
    Path folder;

    @Test
    void opensWithItsKeyAlsoFromItsFile() throws Exception {
        // Given
        Path file = folder.resolve("auditor.key");
        key.write(file);

        // When
        byte[] wrapped = RecipientKey.parse(key.recipient().toString()).wrap(secret, INFO, PLACE);

        // Then
        assertThat(OpeningKey.read(file).open(wrapped, INFO, PLACE)).isEqualTo(secret);
        assertThat(wrapped).hasSize(secret.length + RecipientKey.OVERHEAD);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        assertThatThrownBy(() -> key.write(file)).isInstanceOf(Failure.class);
        assertThat(key.toString()).contains("***");
    }

    @Test
    void doesNotOpenElsewhereOrChangedOrForAnother() {
        // Given
        byte[] wrapped = key.recipient().wrap(secret, INFO, PLACE);
        byte[] changed = wrapped.clone();
        changed[40] ^= 1;

        // Then
        assertThatThrownBy(() -> key.open(wrapped, INFO, new byte[] {1, 2, 4})).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> key.open(wrapped, PLACE, PLACE)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> key.open(changed, INFO, PLACE)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> key.open(new byte[5], INFO, PLACE)).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> OpeningKey.generate(random).open(wrapped, INFO, PLACE))
                .isInstanceOf(Failure.class);
        assertThatThrownBy(() -> RecipientKey.parse("x25519:abc")).isInstanceOf(Failure.class);
    }
}
