package dev.sallyport.pki;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Files with secrets: mode 0600 from their first byte, replaced as a whole. A reader sees the old content or the new
 * one; after a crash at any moment one of the two is there.
 */
public final class PrivateFile {

    /** Largest file that is read, bytes. */
    public static final int MAX_BYTES = 1 << 20;

    private PrivateFile() {}

    /**
     * Writes or replaces a file; missing folders above it are made with mode 0700.
     *
     * @throws Failure UNAVAILABLE where the file system refuses
     */
    public static void write(Path file, byte[] content) {
        try {
            Path temporary = prepare(file, content);
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            syncFolder(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Writes a file unless there is one: of several processes that try, exactly one wins.
     *
     * @return whether this call made the file
     * @throws Failure UNAVAILABLE where the file system refuses
     */
    public static boolean create(Path file, byte[] content) {
        try {
            Path temporary = prepare(file, content);
            try {
                Files.createLink(file, temporary);
            } catch (FileAlreadyExistsException e) {
                return false;
            } finally {
                Files.deleteIfExists(temporary);
            }
            syncFolder(file);
            return true;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Reads a file; empty where there is none.
     *
     * @throws Failure UNAVAILABLE where it cannot be read, INVALID where it is larger than {@link #MAX_BYTES}
     */
    public static Optional<byte[]> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw Failure.of(FailureCode.INVALID, file + " is larger than " + MAX_BYTES + " bytes");
            }
            return Optional.of(content);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw Failure.of(FailureCode.UNAVAILABLE, "cannot read " + file + " (" + e + ")", e);
        }
    }

    private static Path prepare(Path file, byte[] content) throws IOException {
        Path folder = folderOf(file);
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path temporary = Files.createTempFile(
                folder,
                "." + file.getFileName(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        return temporary;
    }

    /** The rename itself must survive a crash. */
    private static void syncFolder(Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(folderOf(file), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static Path folderOf(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    }

    private static Failure unwritable(Path file, IOException cause) {
        return Failure.of(FailureCode.UNAVAILABLE, "cannot write " + file + " (" + cause + ")", cause);
    }
}
