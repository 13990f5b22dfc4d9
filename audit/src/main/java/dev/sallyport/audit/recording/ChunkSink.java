package dev.sallyport.audit.recording;

/** Where recordings are uploaded to: on an agent, auth by the API; in auth, a {@link RecordingStore}. */
public interface ChunkSink {

    /** How many chunks of this session are durable there: where an upload goes on. 0 for an unknown session. */
    int durableChunks(String session);

    /**
     * Stores a chunk; returns when it is durable. The same chunk again is fine.
     *
     * @param last no other follows
     * @throws dev.sallyport.model.Failure CONFLICT if another chunk is at this place, INVALID if it is not the next one: giving up is
     *     all that is left. Any other: not now
     */
    void put(String session, int index, byte[] data, boolean last);
}
