package dev.sallyport.auth.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.testing.s3.S3Server;
import dev.sallyport.testing.tls.SelfSigned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bucket by TLS: only whom auth is told to believe gets the keys' signatures and the recordings. */
class S3TlsTest {

    @TempDir
    static Path folder;

    private static SelfSigned shown;
    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        shown = SelfSigned.in(folder, "127.0.0.1");
        server = S3Server.start(folder, shown);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static S3Blobs believing(Optional<Path> ca) throws IOException {
        return Buckets.hasty(Buckets.believing(folder, server.endpoint(), ca));
    }

    @Test
    void whoseCertificateIsBelievedIsSpokenTo() throws IOException {
        // Given
        byte[] said = "said".getBytes(StandardCharsets.UTF_8);
        try (S3Blobs bucket = believing(Optional.of(shown.certificate()))) {
            // When
            bucket.create("one", said);

            // Then
            assertThat(bucket.read("one")).contains(said);
        }
    }

    @Test
    void nobodyElseIsAndTheReasonIsNamed() throws Exception {
        // Given
        SelfSigned other = SelfSigned.in(Files.createDirectory(folder.resolve("other")), "127.0.0.1");
        for (Optional<Path> ca : List.of(Optional.<Path>empty(), Optional.of(other.certificate()))) {
            try (S3Blobs bucket = believing(ca)) {
                // Then
                assertThatExceptionOfType(Failure.class)
                        .isThrownBy(() -> bucket.create("two", new byte[1]))
                        .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.UNAVAILABLE))
                        .withMessageContaining("certificate")
                        .withMessageContaining("auth.storage.ca");
            }
        }
    }

    @Test
    void aFileWithoutCertificatesIsNamed() throws IOException {
        // Given
        Path none = Files.writeString(folder.resolve("none.pem"), "nothing");

        // Then
        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> believing(Optional.of(none)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(FailureCode.INVALID))
                .withMessageContaining("auth.storage.ca")
                .withMessageContaining("none.pem has no certificate");
    }
}
