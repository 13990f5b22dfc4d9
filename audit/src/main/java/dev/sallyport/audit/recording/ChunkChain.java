package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a recording stands: what the next chunk must be. Used by everyone who writes, stores or reads one. */
final class ChunkChain {

    private @Nullable UUID session;
    private int next;
    private long bytes;
    private byte[] previous = new byte[ChunkHeader.DIGEST_BYTES];
    private long startMicros;
    private RecordingState state = RecordingState.RUNNING;

    /** @param session the only one whose chunks are accepted; null accepts the first chunk's */
    ChunkChain(@Nullable UUID session) {
        this.session = session;
    }

    /** One that goes on with this chunk, whatever came before it: what lies before is not checked. */
    static ChunkChain before(ChunkHeader chunk, long offset) {
        ChunkChain chain = new ChunkChain(chunk.session());
        chain.bytes = offset;
        chain.skipTo(chunk);
        return chain;
    }

    /** One that stands here, and goes on by itself. */
    ChunkChain copy() {
        ChunkChain copy = new ChunkChain(session);
        copy.next = next;
        copy.bytes = bytes;
        copy.previous = previous;
        copy.startMicros = startMicros;
        copy.state = state;
        return copy;
    }

    /** Leaves out what lies before this chunk. Its session must be the same. */
    void skipTo(ChunkHeader chunk) {
        next = chunk.index();
        previous = chunk.previous();
    }

    /**
     * Takes the next chunk.
     *
     * @throws Failure INVALID if it is not the next one; nothing has changed then
     */
    ChunkHeader accept(byte[] chunk, int length) {
        ChunkHeader header = verify(chunk, length);
        advance(header, chunk);
        return header;
    }

    /** Tells whether {@link #accept} would take it. @throws Failure INVALID if it would not */
    ChunkHeader verify(byte[] chunk, int length) {
        ChunkHeader header = ChunkHeader.read(ByteBuffer.wrap(chunk, 0, length));
        require(header, length);
        require(header.fits(chunk), header, "is damaged: its checksum is wrong");
        return header;
    }

    private void require(ChunkHeader header, int length) {
        require(
                session == null || session.equals(header.session()),
                header,
                "belongs to recording " + header.session());
        require(state == RecordingState.RUNNING, header, "comes after the last one");
        require(header.index() == next, header, "was not expected; " + next + " was");
        require(
                Arrays.equals(header.previous(), previous),
                header,
                "does not continue the one before it: the chain is broken");
        require(
                header.chunkLength() == length,
                header,
                "has " + length + " bytes, not the " + header.chunkLength() + " it claims");
    }

    /** Takes what {@link #verify} approved. */
    void advance(ChunkHeader header, byte[] chunk) {
        MessageDigest digest = sha256();
        digest.update(chunk, 0, header.chunkLength());
        previous = digest.digest();
        session = header.session();
        next = header.index() + 1;
        bytes += header.chunkLength();
        startMicros = header.startMicros();
        state = header.state();
    }

    /** Whose recording it is; null before the first chunk, if nobody said. */
    @Nullable
    UUID session() {
        return session;
    }

    /** Index of the chunk to come, the number of those taken. */
    int next() {
        return next;
    }

    long bytes() {
        return bytes;
    }

    /** Time of the first entry of the last chunk taken. */
    long startMicros() {
        return startMicros;
    }

    byte[] previous() {
        return previous;
    }

    RecordingState state() {
        return state;
    }

    RecordingSummary summary(UUID recording) {
        return new RecordingSummary(recording, next, bytes, HexFormat.of().formatHex(previous), state);
    }

    private static void require(boolean held, ChunkHeader header, String otherwise) {
        if (!held) {
            throw Failure.of(FailureCode.INVALID, "recording: chunk " + header.index() + " " + otherwise);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
