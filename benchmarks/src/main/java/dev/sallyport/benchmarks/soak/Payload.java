package dev.sallyport.benchmarks.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/**
 * A file whose every 64 KiB block has its number in it, so that a lost, doubled or swapped block shows; else alike, so that
 * its recording stays small.
 *
 * @param sha256 hex
 */
record Payload(Path file, long bytes, String sha256) {

    private static final int BLOCK = 64 << 10;

    static Payload write(Path file, int mib) throws IOException, NoSuchAlgorithmException {
        byte[] block = new byte[BLOCK];
        new Random(42).nextBytes(block);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int number = 0; number < mib * 16; number++) {
                ByteBuffer.wrap(block).putInt(number);
                out.write(block);
                digest.update(block);
            }
        }
        return new Payload(file, (long) mib << 20, HexFormat.of().formatHex(digest.digest()));
    }
}
