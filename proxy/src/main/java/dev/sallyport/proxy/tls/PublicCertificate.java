package dev.sallyport.proxy.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * A certificate that browsers trust, as PEM files; read again when they change.
 *
 * @param certificate chain, leaf first
 * @param key PKCS#8
 */
public record PublicCertificate(Path certificate, Path key) {

    /** When both files were written last: changes when somebody renews them. */
    Stamp stamp() {
        return new Stamp(written(certificate), written(key));
    }

    record Stamp(FileTime certificate, FileTime key) {}

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
