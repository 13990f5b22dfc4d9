package dev.sallyport.pki.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {

    private static final byte[] SECRET = "a CA key".getBytes(StandardCharsets.UTF_8);
    private static final String PLACE = "cas/host/1";

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();

    @Test
    void opensWhatItSealedAfterARestart() {
        // Given
        byte[] sealed = Sealer.withKeyFile(file(), random).seal(SECRET, PLACE);

        // When
        byte[] opened = Sealer.withKeyFile(file(), random).open(sealed, PLACE);

        // Then
        assertThat(opened).isEqualTo(SECRET);
    }

    @Test
    void theKeyFileIsForItsOwnerOnly() throws IOException {
        // Given
        Sealer.withKeyFile(file(), random);

        // When
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));

        // Then
        assertThat(mode).isEqualTo("rw-------");
    }

    @Test
    void aKeyFileThatOthersCanReadIsRefused() throws IOException {
        // Given
        Sealer.withKeyFile(file(), random);

        // When
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));

        // Then
        assertThatThrownBy(() -> Sealer.withKeyFile(file(), random))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aDamagedKeyFileIsRefusedAndLeftAlone() throws IOException {
        // Given
        Sealer.withKeyFile(file(), random);

        // When
        Files.writeString(file(), "rubbish\n");

        // Then
        assertThatThrownBy(() -> Sealer.withKeyFile(file(), random))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("is damaged");
        assertThat(file()).hasContent("rubbish\n");
    }

    @Test
    void anotherKeySaysThatItIsTheWrongOne() {
        // Given
        byte[] sealed = Sealer.inMemory(random).seal(SECRET, PLACE);

        // When
        Sealer other = Sealer.inMemory(random);

        // Then
        assertThatThrownBy(() -> other.open(sealed, PLACE))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("restore the key file that belongs to this store");
    }

    @Test
    void aValueDoesNotOpenInAnotherPlace() {
        // Given
        Sealer sealer = Sealer.inMemory(random);
        byte[] sealed = sealer.seal(SECRET, PLACE);

        // When
        String elsewhere = "cas/user/1";

        // Then
        assertThatThrownBy(() -> sealer.open(sealed, elsewhere))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("changed or moved");
    }

    @Test
    void noByteCanBeChanged() {
        // Given
        Sealer sealer = Sealer.inMemory(random);
        byte[] sealed = sealer.seal(SECRET, PLACE);

        for (int i = 0; i < sealed.length; i++) {
            // When
            byte[] changed = sealed.clone();
            changed[i] ^= 1;

            // Then
            assertThatThrownBy(() -> sealer.open(changed, PLACE)).isInstanceOf(Failure.class);
        }
    }

    @Test
    void aKeyRotatesWithoutLosingWhatWasSealed() {
        // Given
        byte[] old = Sealer.withKeyFile(file(), random).seal(SECRET, PLACE);

        // When
        Sealer both = Sealer.addKey(file(), random);
        byte[] renewed = both.seal(both.open(old, PLACE), PLACE);
        Sealer newest = Sealer.dropOldKeys(file(), random);

        // Then
        assertThat(both.isCurrent(old)).isFalse();
        assertThat(both.isCurrent(renewed)).isTrue();
        assertThat(newest.open(renewed, PLACE)).isEqualTo(SECRET);
        assertThatThrownBy(() -> newest.open(old, PLACE)).isInstanceOf(Failure.class);
    }

    private Path file() {
        return folder.resolve("keys/cluster.key");
    }
}
