package dev.sallyport.audit.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A file each, {@code DIRECTORY/7f/UUID.rec} by the last two digits of the id, with a table of its chunks and its index beside it. */
final class FileShelf implements Shelf {

    private static final String TABLE = ".chunks";
    private static final String INDEX = ".index";

    private final Path directory;

    /** Makes the directory where it is not. */
    FileShelf(Path directory) throws IOException {
        this.directory = directory;
        OwnerOnly.directory(directory);
    }

    @Override
    public ChunkChain chain(UUID id) throws IOException {
        if (!holds(id)) {
            return new ChunkChain(id);
        }
        try (ChunkFile file = ChunkFile.open(path(id), id)) {
            // What an earlier process wrote and did not live to force.
            file.force();
            return file.chain();
        }
    }

    @Override
    public Optional<ChunkChain> append(UUID id, ChunkChain chain, List<byte[]> chunks) throws IOException {
        boolean first = chain.next() == 0;
        Path shelf = shelf(directory, id);
        OwnerOnly.directory(shelf);
        try (ChunkFile file = ChunkFile.resume(path(id), id, chain)) {
            file.appendForced(chunks);
            if (first) {
                OwnerOnly.force(shelf);
                OwnerOnly.force(directory);
            }
            return Optional.of(file.chain());
        }
    }

    @Override
    public boolean holds(UUID id) {
        return Files.exists(path(id));
    }

    @Override
    public ChunkSource read(UUID id, ChunkChain stands) throws IOException {
        return new ChunkReader(path(id), id);
    }

    @Override
    public Optional<ChunkSource> read(UUID id, int from, ChunkChain stands) throws IOException {
        try (ChunkTable table = table(id)) {
            return from >= table.count() ? Optional.empty() : Optional.of(new ChunkReader(path(id), table.chain(from)));
        }
    }

    @Override
    public int chunkAt(UUID id, long micros) throws IOException {
        try (ChunkTable table = table(id)) {
            return table.at(micros);
        }
    }

    private ChunkTable table(UUID id) throws IOException {
        return new ChunkTable(path(id), beside(directory, id, TABLE));
    }

    @Override
    public void remove(UUID id) throws IOException {
        Files.deleteIfExists(beside(directory, id, TABLE));
        Files.deleteIfExists(index(id));
        Files.deleteIfExists(path(id));
    }

    @Override
    public Path index(UUID id) {
        return beside(directory, id, INDEX);
    }

    /** It is where it stays. */
    @Override
    public void keepIndex(UUID id) {}

    @Override
    public boolean mayLag(UUID id) {
        return false;
    }

    private Path path(UUID id) {
        return beside(directory, id, ".rec");
    }

    static Path beside(Path directory, UUID id, String kind) {
        return shelf(directory, id).resolve(id + kind);
    }

    static Path shelf(Path directory, UUID id) {
        return directory.resolve(lastDigits(id));
    }

    /** Keeps folders small. */
    static String lastDigits(UUID id) {
        String text = id.toString();
        return text.substring(text.length() - 2);
    }
}
