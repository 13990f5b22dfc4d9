package dev.sallyport.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that holds a password or another secret, one line, as the configuration names it. */
public final class SecretFile {

    private static final int LONGEST = 4096;

    private SecretFile() {}

    /** @throws IOException if it cannot be read, or is not one line of at most 4096 bytes; without a word of what it holds */
    public static String read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is longer than " + LONGEST + " bytes: expected one line");
        }
        String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
        if (secret.isEmpty() || secret.lines().count() > 1) {
            throw new IOException(file + ": expected one line");
        }
        return secret;
    }
}
