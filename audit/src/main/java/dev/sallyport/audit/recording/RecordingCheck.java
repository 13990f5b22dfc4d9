package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.Iterator;
import java.util.Objects;

/** Checks a recording without looking into it: no key is needed. */
public final class RecordingCheck {

    private RecordingCheck() {}

    /**
     * Takes all chunks.
     *
     * @return what they come to; the digest is to be compared with the audit log's
     * @throws Failure INVALID where one is damaged or does not continue the one before it, NOT_FOUND where there is none
     */
    public static RecordingSummary of(Iterator<byte[]> chunks) {
        ChunkChain chain = new ChunkChain(null);
        while (chunks.hasNext()) {
            byte[] chunk = chunks.next();
            ChunkHeader _ = chain.accept(chunk, chunk.length);
        }
        if (chain.next() == 0) {
            throw Failure.of(FailureCode.NOT_FOUND, "recording: none of it is there yet");
        }
        return chain.summary(Objects.requireNonNull(chain.session()));
    }
}
