package dev.sallyport.audit.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where the chunks of recordings lie. What is about one recording is asked by one thread at a time, but for what was opened. */
interface Shelf {

    /** Where it stands, durable as it is; at its beginning where there is nothing. */
    ChunkChain chain(UUID id) throws IOException;

    /**
     * Puts chunks after those that are there; returns when they are durable, where it stands then. Where it throws nothing was put.
     *
     * @param chain where it stands; not to be used any more
     * @return empty where somebody else was there first: look again
     */
    Optional<ChunkChain> append(UUID id, ChunkChain chain, List<byte[]> chunks) throws IOException;

    boolean holds(UUID id) throws IOException;

    /** All chunks. */
    ChunkSource read(UUID id, ChunkChain stands) throws IOException;

    /** The chunks from this one on; empty where there are not so many. */
    Optional<ChunkSource> read(UUID id, int from, ChunkChain stands) throws IOException;

    /** The last chunk that begins at this time or before; the first, where none does. */
    int chunkAt(UUID id, long micros) throws IOException;

    /** Removes chunks and index. */
    void remove(UUID id) throws IOException;

    /** Where the index of a recording is, or would be; a file that can be read and written. */
    Path index(UUID id) throws IOException;

    /** The index was written. */
    void keepIndex(UUID id) throws IOException;

    /** Whether what was put of this one may be out of sight for a while. */
    boolean mayLag(UUID id);
}
