package dev.sallyport.benchmarks.ssh;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;

/** Lines as a log has them: half of each repeats, half is anything; the same for each run. */
final class LongText {

    private static final int LETTERS = 36;
    private static final int ANY = 40;

    private LongText() {}

    /** A file that everybody may read. */
    static Path write(Path file, int mib) throws IOException {
        Random random = new Random(11);
        byte[] line = "2026-11-21T10:00:00Z INFO web12 request served: ".getBytes(StandardCharsets.US_ASCII);
        byte[] any = new byte[ANY + 1];
        any[ANY] = '\n';
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long written = 0; written < (long) mib << 20; written += line.length + any.length) {
                for (int i = 0; i < ANY; i++) {
                    any[i] = (byte) Character.forDigit(random.nextInt(LETTERS), LETTERS);
                }
                out.write(line);
                out.write(any);
            }
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }
}
