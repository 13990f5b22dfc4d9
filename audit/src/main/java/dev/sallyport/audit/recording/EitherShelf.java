package dev.sallyport.audit.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What is a file stays one, to its end; everything else is blobs. So a cluster that moves to blobs keeps what it has. */
record EitherShelf(FileShelf files, PartShelf parts) implements Shelf {

    private Shelf of(UUID id) {
        return files.holds(id) ? files : parts;
    }

    @Override
    public ChunkChain chain(UUID id) throws IOException {
        return of(id).chain(id);
    }

    @Override
    public Optional<ChunkChain> append(UUID id, ChunkChain chain, List<byte[]> chunks) throws IOException {
        return of(id).append(id, chain, chunks);
    }

    @Override
    public boolean holds(UUID id) throws IOException {
        return of(id).holds(id);
    }

    @Override
    public ChunkSource read(UUID id, ChunkChain stands) throws IOException {
        return of(id).read(id, stands);
    }

    @Override
    public Optional<ChunkSource> read(UUID id, int from, ChunkChain stands) throws IOException {
        return of(id).read(id, from, stands);
    }

    @Override
    public int chunkAt(UUID id, long micros) throws IOException {
        return of(id).chunkAt(id, micros);
    }

    @Override
    public void remove(UUID id) throws IOException {
        files.remove(id);
        parts.remove(id);
    }

    @Override
    public Path index(UUID id) throws IOException {
        return of(id).index(id);
    }

    @Override
    public void keepIndex(UUID id) throws IOException {
        of(id).keepIndex(id);
    }

    @Override
    public boolean mayLag(UUID id) {
        return of(id).mayLag(id);
    }
}
