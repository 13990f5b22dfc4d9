package dev.sallyport.audit.event;

import dev.sallyport.audit.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a spool, {@code events-000000000001}: the last is appended to, the first is delivered from. A process
 * appends to files of its own only, so a line that a crash tore is always a file's last. Its owner's lock guards it.
 */
final class SpoolFiles implements AutoCloseable {

    private static final String PREFIX = "events-";
    /** A file that is this large is followed by another, so that the space of what is delivered comes back. */
    private static final long SEGMENT_BYTES = 1 << 20;

    private final Path directory;
    private final Disk disk;
    private final Deque<Path> files = new ArrayDeque<>();
    private long bytes;
    private long lastNumber;
    private @Nullable FileChannel current;

    SpoolFiles(Path directory, Disk disk) throws IOException {
        this.directory = directory;
        this.disk = disk;
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (Path file : existing(directory)) {
            files.add(file);
            bytes += Files.size(file);
            lastNumber = Math.max(lastNumber, number(file));
        }
    }

    private static List<Path> existing(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.getFileName().toString().matches(PREFIX + "\\d{12}"))
                    .sorted()
                    .toList();
        }
    }

    private static long number(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(PREFIX.length()));
    }

    long bytes() {
        return bytes;
    }

    /** Appends it whole or not at all. */
    void append(ByteBuffer frame) throws IOException {
        FileChannel channel = current();
        long before = channel.position();
        int length = frame.remaining();
        try {
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
        } catch (IOException full) {
            channel.truncate(before);
            throw full;
        }
        bytes += length;
    }

    private FileChannel current() throws IOException {
        FileChannel open = current;
        if (open != null && open.position() < SEGMENT_BYTES) {
            return open;
        }
        leave(open);
        Path next = directory.resolve(String.format("%s%012d", PREFIX, ++lastNumber));
        FileChannel created = FileChannel.open(
                next,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        files.add(next);
        current = created;
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            disk.force(names);
        }
        return created;
    }

    /** The file that is appended to, for {@link Disk#force}; empty when everything there is was forced or delivered. */
    Optional<FileChannel> open() {
        return Optional.ofNullable(current);
    }

    /** What follows goes to another file: of this one nobody knows what the disk holds. */
    void abandon(FileChannel failed) throws IOException {
        if (failed.equals(current)) {
            current = null;
            failed.close();
        }
    }

    /** A file that is left is forced first: who waits for its events finds it closed, and may go on. */
    private void leave(@Nullable FileChannel open) throws IOException {
        if (open != null) {
            try (open) {
                disk.force(open);
            } finally {
                current = null;
            }
        }
    }

    /** The file to deliver from. */
    Optional<Path> first() {
        return Optional.ofNullable(files.peekFirst());
    }

    /** Everything in the first file is delivered. The next append begins another. */
    void removeFirst() throws IOException {
        Path first = files.removeFirst();
        forget(first);
        Files.delete(first);
    }

    /** The first file is damaged: it leaves the spool under another name. */
    Path setFirstAside() throws IOException {
        Path first = files.removeFirst();
        forget(first);
        Path aside = first.resolveSibling("damaged-" + first.getFileName());
        return Files.move(first, aside);
    }

    private void forget(Path first) throws IOException {
        bytes -= Files.size(first);
        FileChannel open = current;
        if (files.isEmpty() && open != null) {
            open.close();
            current = null;
        }
    }

    @Override
    public void close() throws IOException {
        leave(current);
    }
}
