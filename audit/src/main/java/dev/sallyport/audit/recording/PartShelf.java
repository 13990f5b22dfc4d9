package dev.sallyport.audit.recording;

import dev.sallyport.audit.blob.Blobs;
import dev.sallyport.audit.blob.Together;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A blob for what was put in one call: {@code recordings/7f/UUID/0000002a}, by its first chunk. That name is the place in the chain, and is created,
 * never replaced; and what it holds goes on where the blob before it ended. So there can be no duplicate, no branch and no hole, whoever
 * writes. The end is found by a listing and then by asking for the name that would come next: a listing that is behind does no harm.
 */
final class PartShelf implements Shelf {

    private final Parts parts;
    private final Blobs blobs;
    private final IndexFolder indexes;

    /** @param folder for indexes, which are on this machine, too; made where it is not */
    PartShelf(Blobs blobs, Path folder) throws IOException {
        this.blobs = blobs;
        this.parts = new Parts(blobs);
        this.indexes = new IndexFolder(blobs, folder);
    }

    @Override
    public ChunkChain chain(UUID id) {
        PartList list = parts.list(id);
        if (list.isEmpty() && parts.find(id, 0).isEmpty()) {
            return new ChunkChain(id);
        }
        int last = list.isEmpty() ? 0 : list.last();
        PartReader reader = new PartReader(parts, id, last, list.offset(last));
        while (reader.next().isPresent()) {
            // to the end, also of what the listing does not show
        }
        return reader.chain();
    }

    @Override
    public Optional<ChunkChain> append(UUID id, ChunkChain chain, List<byte[]> chunks) {
        int first = chain.next();
        ChunkChain after = chain.copy();
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        for (byte[] chunk : chunks) {
            ChunkHeader _ = after.accept(chunk, chunk.length);
            part.writeBytes(chunk);
        }
        try {
            parts.create(id, first, part.toByteArray());
            return Optional.of(after);
        } catch (Failure e) {
            if (e.code() == FailureCode.CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public boolean holds(UUID id) {
        return chain(id).next() > 0;
    }

    @Override
    public ChunkSource read(UUID id, ChunkChain stands) {
        return new PartReader(parts, id, 0, 0).until(stands.next());
    }

    @Override
    public Optional<ChunkSource> read(UUID id, int from, ChunkChain stands) {
        if (from >= stands.next()) {
            return Optional.empty();
        }
        PartList list = parts.list(id);
        int start = list.floor(from);
        PartReader reader = new PartReader(parts, id, start, list.offset(start)).until(stands.next());
        for (int at = start; at < from; at++) {
            byte[] _ = reader.next().orElseThrow();
        }
        return Optional.of(reader);
    }

    @Override
    public int chunkAt(UUID id, long micros) {
        PartList list = parts.list(id);
        int low = 0;
        int high = list.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (parts.header(id, list.start(middle)).startMicros() <= micros) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int start = low == 0 ? 0 : list.start(low - 1);
        int at = start;
        for (byte[] chunk : Parts.chunks(Parts.name(id, start), parts.fetch(id, start))) {
            ChunkHeader header = ChunkHeader.read(ByteBuffer.wrap(chunk));
            at = header.startMicros() <= micros ? header.index() : at;
        }
        return at;
    }

    @Override
    public void remove(UUID id) throws IOException {
        List<Blobs.Stored> some;
        do {
            some = blobs.list(Parts.folder(id), "", Blobs.MAX_LISTED);
            Together.each(some, one -> blobs.delete(one.name()));
        } while (some.size() == Blobs.MAX_LISTED);
        parts.forget(id);
        indexes.forget(id);
    }

    @Override
    public Path index(UUID id) throws IOException {
        return indexes.find(id);
    }

    @Override
    public void keepIndex(UUID id) throws IOException {
        indexes.keep(id);
    }

    @Override
    public boolean mayLag(UUID id) {
        return true;
    }
}
