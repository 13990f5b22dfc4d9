package dev.sallyport.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.model.Failure;
import dev.sallyport.pki.x509.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemBundleTest {

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final CertificateAuthority ca =
            CertificateAuthority.create("ca", BEGIN, BEGIN.plusSeconds(60), new SecureRandom());
    private final PemBundle bundle = PemBundle.of(ca.key(), List.of(ca.certificate()));

    @Test
    void readsWhatItWrote() {
        // Given
        Path file = folder.resolve("new/bundle.pem");

        // When
        bundle.write(file);

        // Then
        assertThat(PemBundle.read(file)).get().satisfies(read -> {
            assertThat(read.certificates()).containsExactly(ca.certificate());
            assertThat(read.key()).contains(ca.key());
        });
    }

    @Test
    void filesAreForTheirOwnerAndNothingElseIsLeft() throws IOException {
        // Given
        Path file = folder.resolve("bundle.pem");
        Files.writeString(file, "old");

        // When
        bundle.write(file);

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aMissingFileIsNotAnError() {
        // Given
        Path file = folder.resolve("none.pem");

        // When it is read

        // Then
        assertThat(PemBundle.read(file)).isEmpty();
    }

    @Test
    void aTornFileNamesItself() throws IOException {
        // Given
        Path file = folder.resolve("torn.pem");
        String text = bundle.text();

        // When
        Files.writeString(file, text.substring(0, text.length() - 60));

        // Then
        assertThatThrownBy(() -> PemBundle.read(file))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("torn.pem is damaged");
    }

    @Test
    void otherSectionsAreRefused() {
        // Given
        String text = bundle.text().replace("CERTIFICATE", "NONSENSE");

        // When it is read

        // Then
        assertThatThrownBy(() -> PemBundle.parse(text, "a test"))
                .hasMessageContaining("a test has a section 'NONSENSE'");
    }

    @Test
    void aFileIsMadeOnce() {
        // Given
        Path file = folder.resolve("once");

        // When
        boolean first = PrivateFile.create(file, new byte[] {1});
        boolean second = PrivateFile.create(file, new byte[] {2});

        // Then
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(PrivateFile.read(file)).get().isEqualTo(new byte[] {1});
    }

    @Test
    void theKeyIsNotPrinted() {
        // Given the bundle

        // When
        String printed = bundle.toString();

        // Then
        assertThat(printed).contains("key=***");
    }
}
