package dev.sallyport.audit.recording;

import java.util.List;

/** Where recordings are uploaded to: on an agent, auth by the API; in auth, a {@link RecordingStore}. */
public interface ChunkSink {

    /** How many chunks of this session are durable there: where an upload goes on. 0 for an unknown session. */
    int durableChunks(String session);

    /** Most bytes of one {@link #put}, and what is sent at most: 2 MiB. */
    int MAX_BYTES = 2 << 20;

    /** Most chunks of one {@link #put}. */
    int MAX_CHUNKS = 1024;

    /**
     * Stores chunks that follow each other; returns when all are durable. The same chunks again are fine.
     *
     * @param index of the first of them
     * @param last no other follows the last of them
     * @throws dev.sallyport.model.Failure CONFLICT if another chunk is at this place, INVALID if it is not the next one: giving up is
     *     all that is left. Any other: not now
     */
    void put(String session, int index, List<byte[]> chunks, boolean last);
}
