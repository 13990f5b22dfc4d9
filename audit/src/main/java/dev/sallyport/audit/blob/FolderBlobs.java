package dev.sallyport.audit.blob;

import dev.sallyport.audit.Disk;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * In a folder, a file each, which only their owner can read. A file appears under its name whole and forced to the disk, or not at all; names are
 * forced by {@link #sync}. One process at a time writes.
 */
public final class FolderBlobs implements Blobs {

    private static final String NEW = ".new";

    private final Path folder;
    private final String what;
    private final Disk disk;
    private final Set<Path> touched = new LinkedHashSet<>();

    /**
     * Makes the folder where it is not.
     *
     * @param what the folder is, for a person
     */
    public FolderBlobs(Path folder, String what, Disk disk) {
        this.folder = folder.toAbsolutePath();
        this.what = what;
        this.disk = disk;
        makeFolder(this.folder);
    }

    @Override
    public synchronized void create(String name, byte[] bytes) {
        Optional<byte[]> there = read(name);
        if (there.isEmpty()) {
            replace(name, bytes);
        } else if (!Arrays.equals(there.get(), bytes)) {
            throw Failure.of(FailureCode.CONFLICT, what + " " + folder + ": " + name + " is there, with other content");
        }
    }

    @Override
    public synchronized void replace(String name, byte[] bytes) {
        Path file = file(name);
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

    @Override
    public Optional<byte[]> read(String name) {
        try {
            return Optional.of(Files.readAllBytes(file(name)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException e) {
            throw cannot("read " + name, e);
        }
    }

    @Override
    public byte[] fetch(String name) {
        return read(name)
                .orElseThrow(() -> Failure.of(
                        FailureCode.UNAVAILABLE,
                        what + " " + folder + ": " + name + " is gone. Next: restore it from a copy"));
    }

    @Override
    public Optional<byte[]> read(String name, long from, int most) {
        try (FileChannel file = FileChannel.open(file(name), StandardOpenOption.READ)) {
            ByteBuffer into = ByteBuffer.allocate((int) Math.clamp(file.size() - from, 0, (long) most));
            while (into.hasRemaining() && file.read(into, from + into.position()) >= 0) {
                // until it is full or the file ends
            }
            return Optional.of(Arrays.copyOf(into.array(), into.position()));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException e) {
            throw cannot("read " + name, e);
        }
    }

    @Override
    public List<Stored> list(String below, String after, int most) {
        Path root = folder.resolve(BlobName.folder(below));
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.endsWith(NEW) && name.compareTo(after) > 0)
                    .sorted()
                    .limit(most)
                    .map(name -> new Stored(name, folder.resolve(name).toFile().length()))
                    .toList();
        } catch (IOException e) {
            throw cannot("list " + below, e);
        }
    }

    @Override
    public synchronized void delete(String name) {
        Path file = file(name);
        try {
            if (Files.deleteIfExists(file)) {
                touched.add(emptied(Objects.requireNonNull(file.getParent())));
            }
        } catch (IOException e) {
            throw cannot("remove " + name, e);
        }
    }

    /** Removes folders that are empty now. @return the first that stays */
    private Path emptied(Path parent) throws IOException {
        Path at = parent;
        try {
            while (!at.equals(folder)) {
                Files.delete(at);
                touched.remove(at);
                at = Objects.requireNonNull(at.getParent());
            }
        } catch (DirectoryNotEmptyException stays) {
            return at;
        }
        return at;
    }

    @Override
    public synchronized void sync() {
        touched.removeIf(Files::notExists);
        for (Path changed : touched) {
            try (FileChannel names = FileChannel.open(changed, StandardOpenOption.READ)) {
                disk.force(names);
            } catch (IOException e) {
                throw cannot("write " + changed, e);
            }
        }
        touched.clear();
    }

    /** Nothing is open between calls. */
    @Override
    public void close() {}

    private Path file(String name) {
        return folder.resolve(BlobName.checked(name));
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

    private Failure cannot(String step, IOException cause) {
        return Failure.of(
                FailureCode.UNAVAILABLE,
                what + " " + folder + ": cannot " + step + ": " + cause.getMessage()
                        + ". Next: see whether the disk is full or read-only",
                cause);
    }
}
