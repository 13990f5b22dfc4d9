package dev.sallyport.audit.recording;

import dev.sallyport.audit.Disk;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories that only the daemon's user can open: recordings show what people saw. */
final class OwnerOnly {

    private OwnerOnly() {}

    /** Makes the directory with all above it. */
    static void directory(Path path) throws IOException {
        Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Opens for reading and writing; makes it where it is not. */
    static FileChannel open(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Makes names that were added or removed in a directory survive the loss of power. */
    static void force(Path directory) throws IOException {
        force(directory, Disk.REAL);
    }

    static void force(Path directory, Disk disk) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            disk.force(channel);
        }
    }
}
