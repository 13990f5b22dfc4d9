package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recording chunk by chunk, and checks that each is whole and continues the one before. Holds one chunk in memory. A missing end is no
 * failure: {@link #state} tells of it. Not safe for use by several threads.
 */
public final class RecordingReader implements Iterator<RecordingEntry> {

    private final Iterator<byte[]> chunks;
    private final ChunkChain chain = new ChunkChain(null);
    private final ChunkUnpacker unpacker;
    private final RecordingHeader header;
    private EntryDecoder decoder;
    private @Nullable RecordingEntry next;
    private boolean ended;
    private boolean maySkip;

    /**
     * Reads the first chunk.
     *
     * @param chunks in order; asked for the next only when that is needed
     * @throws Failure INVALID if it is no recording, NOT_FOUND if there is not even a first chunk
     */
    public RecordingReader(Iterator<byte[]> chunks) {
        this(chunks, ReadingKeys.NONE);
    }

    /**
     * The same for a recording that may be encrypted.
     *
     * @throws Failure DENIED also where none of the keys opens it
     */
    public RecordingReader(Iterator<byte[]> chunks, ReadingKeys keys) {
        this.chunks = chunks;
        this.unpacker = new ChunkUnpacker(keys);
        if (!chunks.hasNext()) {
            throw Failure.of(FailureCode.NOT_FOUND, "recording: none of it is there yet");
        }
        this.decoder = open(chunks.next());
        this.next = decoder.next().orElse(null);
        this.header = decoder.header().orElseThrow(() -> invalid("does not begin with its header"));
        if (!header.session().equals(chain.session())) {
            throw invalid("is of session " + chain.session() + " but says it is of " + header.session());
        }
    }

    /** One that is given its first chunk and may then be given others from the middle on: what lies between is not checked. */
    public static RecordingReader skipping(Iterator<byte[]> chunks, ReadingKeys keys) {
        RecordingReader reader = new RecordingReader(chunks, keys);
        reader.maySkip = true;
        return reader;
    }

    /** What it is of. */
    public RecordingHeader header() {
        return header;
    }

    /** How far it is, as far as it was read. */
    public RecordingState state() {
        return chain.state();
    }

    /** The chunk of the entry that came last, from 0. */
    public int chunk() {
        return chain.next() - 1;
    }

    /** @throws Failure INVALID if what follows is damaged, or not what was recorded */
    @Override
    public boolean hasNext() {
        while (next == null && chunks.hasNext()) {
            decoder = open(chunks.next());
            next = decoder.next().orElse(null);
        }
        return next != null;
    }

    @Override
    public RecordingEntry next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("the recording has no more entries");
        }
        RecordingEntry entry = next;
        if (ended) {
            throw invalid("goes on after its end");
        }
        ended = entry instanceof RecordingEntry.End;
        next = following();
        return entry;
    }

    private @Nullable RecordingEntry following() {
        Optional<RecordingEntry> following = decoder.next();
        return following.orElse(null);
    }

    private EntryDecoder open(byte[] chunk) {
        boolean first = chain.next() == 0;
        if (maySkip) {
            maySkip = false;
            chain.skipTo(ChunkHeader.read(ByteBuffer.wrap(chunk)));
        }
        ChunkHeader chunkHeader = chain.accept(chunk, chunk.length);
        byte[] entries = unpacker.unpack(chunkHeader, chunk);
        return new EntryDecoder(entries, chunkHeader.startMicros(), first);
    }

    private static Failure invalid(String what) {
        return Failure.of(FailureCode.INVALID, "recording: it " + what);
    }
}
