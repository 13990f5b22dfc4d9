package dev.sallyport.auth.log;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The log's folder: tiles and checkpoints as other tools read them. A file appears under its name whole and forced to the
 * disk, or not at all; names are forced by {@link #sync}. Writing is for one thread, reading for any.
 */
public final class TileFolder {

    static final String CHECKPOINT = "checkpoint";

    private static final String NEW = ".new";
    private static final String PARTIAL = ".p";

    private final Path folder;
    private final Disk disk;
    private final Set<Path> touched = new LinkedHashSet<>();

    public TileFolder(Path folder, Disk disk) {
        this.folder = folder.toAbsolutePath();
        this.disk = disk;
        makeFolder(this.folder);
    }

    /** A tile's bytes; the full one's where the partial one was removed since. */
    public Optional<byte[]> read(TilePath path) {
        return read(path.text())
                .or(() -> path.isFull() ? Optional.empty() : read(path.full().text()));
    }

    /** The signed note of this name. */
    public Optional<String> note(String name) {
        return read(name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private Optional<byte[]> read(String name) {
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(name)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException e) {
            throw cannot("read " + name, e);
        }
    }

    void write(TilePath path, byte[] bytes) {
        write(path.text(), bytes);
    }

    /** Removes a full bundle of entries, if it is there; the hashes of its entries stay. */
    public void removeBundle(long index) {
        String name = new TilePath(TilePath.ENTRIES, index, TilePath.FULL).text();
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw cannot("remove " + name, e);
        }
    }

    public void writeNote(String name, String note) {
        write(name, note.getBytes(StandardCharsets.UTF_8));
        sync();
    }

    private void write(String name, byte[] bytes) {
        Path file = folder.resolve(name);
        Path parent = Objects.requireNonNull(file.getParent());
        Path fresh = parent.resolve(file.getFileName() + NEW);
        makeFolder(parent);
        try (FileChannel out = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            disk.force(out);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            touched.add(parent);
        } catch (IOException e) {
            throw cannot("write " + name, e);
        }
    }

    /** Returns when all that was written keeps its name over a loss of power. */
    void sync() {
        for (Path changed : touched) {
            try (FileChannel names = FileChannel.open(changed, StandardOpenOption.READ)) {
                disk.force(names);
            } catch (IOException e) {
                throw cannot("write " + changed, e);
            }
        }
        touched.clear();
    }

    /** Removes the partial tiles at a place where there is a full one. */
    void removePartials(TilePath full) {
        Path partials = folder.resolve(full.text() + PARTIAL);
        if (!Files.isDirectory(partials)) {
            return;
        }
        try (Stream<Path> files = Files.list(partials)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(partials);
            touched.remove(partials);
        } catch (IOException e) {
            throw cannot("remove " + partials, e);
        }
    }

    private void makeFolder(Path path) {
        if (Files.isDirectory(path)) {
            return;
        }
        try {
            Path above = Objects.requireNonNull(path.getParent());
            if (path.startsWith(folder) && !path.equals(folder)) {
                makeFolder(above);
            }
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            touched.add(above);
        } catch (IOException e) {
            throw cannot("make " + path, e);
        }
    }

    private Failure cannot(String what, IOException cause) {
        return Failure.of(
                FailureCode.UNAVAILABLE,
                "the log's folder " + folder + ": cannot " + what + ": " + cause.getMessage()
                        + ". Next: see whether the disk is full or read-only",
                cause);
    }
}
