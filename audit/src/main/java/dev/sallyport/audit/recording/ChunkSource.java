package dev.sallyport.audit.recording;

import java.io.IOException;
import java.util.Optional;

/** Chunks of a recording in order, each checked. Not safe for use by several threads. */
interface ChunkSource extends AutoCloseable {

    /** The next chunk, if it is there whole. @throws dev.sallyport.model.Failure INVALID if what is there is no chunk, or not the next */
    Optional<byte[]> next() throws IOException;

    @Override
    void close() throws IOException;
}
