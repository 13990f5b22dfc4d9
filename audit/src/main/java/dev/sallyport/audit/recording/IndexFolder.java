package dev.sallyport.audit.recording;

import dev.sallyport.audit.blob.Blobs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Indexes of recordings on this machine, each of which is a blob, too: for the day when this folder is gone. */
final class IndexFolder {

    private static final int MAX_MISSING = 10_000;

    private final Blobs blobs;
    private final Path folder;
    private final Map<UUID, Boolean> missing = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > MAX_MISSING;
        }
    };

    IndexFolder(Blobs blobs, Path folder) throws IOException {
        this.blobs = blobs;
        this.folder = folder;
        OwnerOnly.directory(folder);
    }

    /** The file, brought here where only the blob is there. */
    Path find(UUID id) throws IOException {
        Path file = FileShelf.beside(folder, id, ".index");
        OwnerOnly.directory(FileShelf.shelf(folder, id));
        if (Files.notExists(file) && !isMissing(id)) {
            Optional<byte[]> kept = blobs.read(name(id));
            if (kept.isPresent()) {
                write(file, kept.get());
            } else {
                missing(id, true);
            }
        }
        return file;
    }

    void keep(UUID id) throws IOException {
        missing(id, false);
        blobs.replace(name(id), Files.readAllBytes(FileShelf.beside(folder, id, ".index")));
    }

    void forget(UUID id) throws IOException {
        missing(id, false);
        Files.deleteIfExists(FileShelf.beside(folder, id, ".index"));
    }

    private synchronized boolean isMissing(UUID id) {
        return missing.containsKey(id);
    }

    private synchronized void missing(UUID id, boolean is) {
        if (is) {
            missing.put(id, true);
        } else {
            missing.remove(id);
        }
    }

    private static String name(UUID id) {
        return Parts.folder(id) + "index";
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path fresh = file.resolveSibling(
                file.getFileName() + "." + Thread.currentThread().threadId());
        try (FileChannel out = OwnerOnly.open(fresh)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
