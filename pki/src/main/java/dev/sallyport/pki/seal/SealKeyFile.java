package dev.sallyport.pki.seal;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file with the cluster's keys: one in base64 a line, the newest first; lines with {@code #} are comments. */
final class SealKeyFile {

    private static final String HEADER =
            "# Sallyport cluster key. Whoever has it can open the store's secrets; without it nobody can. Back it up.\n";

    private SealKeyFile() {}

    static List<SealKey> readOrCreate(Path file, SecureRandom random) {
        Optional<byte[]> found = PrivateFile.read(file);
        if (found.isEmpty()) {
            PrivateFile.create(file, text(List.of(SealKey.random(random))));
            // Another process may have been first: what counts is what is there.
            found = PrivateFile.read(file);
        }
        requirePrivate(file);
        return parse(found.orElseThrow(() -> damaged(file)), file);
    }

    static void write(Path file, List<SealKey> keys) {
        PrivateFile.write(file, text(keys));
    }

    private static byte[] text(List<SealKey> keys) {
        String lines = keys.stream().map(SealKey::line).collect(Collectors.joining("\n", HEADER, "\n"));
        return lines.getBytes(StandardCharsets.US_ASCII);
    }

    private static List<SealKey> parse(byte[] content, Path file) {
        List<SealKey> keys = new ArrayList<>();
        try {
            new String(content, StandardCharsets.US_ASCII)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> keys.add(new SealKey(Base64.getDecoder().decode(line))));
        } catch (IllegalArgumentException e) {
            throw damaged(file);
        }
        if (keys.isEmpty()) {
            throw damaged(file);
        }
        return keys;
    }

    private static void requirePrivate(Path file) {
        try {
            var permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)
                    || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
                throw Failure.of(
                        FailureCode.INVALID,
                        "the cluster key " + file + " is open to other users of this machine: chmod 600 " + file
                                + ", and rotate the key if somebody may have read it");
            }
        } catch (IOException e) {
            throw Failure.of(FailureCode.UNAVAILABLE, "cannot look at " + file + " (" + e + ")", e);
        }
    }

    private static Failure damaged(Path file) {
        return Failure.of(
                FailureCode.INVALID,
                "the cluster key " + file + " is damaged: expected 32 bytes in base64 a line. Restore it from a backup;"
                        + " a new one would not open what is in the store");
    }
}
