package dev.sallyport.auth.rpc;

import com.google.protobuf.UnsafeByteOperations;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.RecordingChunk;
import dev.sallyport.audit.recording.RecordingChunks;
import io.grpc.stub.ServerCallStreamObserver;

/**
 * Sends a recording chunk by chunk, each only when the reader has room for it: at most one is in memory and one on its way.
 * Runs when the reader becomes ready, so a slow reader holds no thread.
 */
final class ChunkPump {

    private final RecordingChunks chunks;
    private final ServerCallStreamObserver<RecordingChunk> reader;
    private final Runnable closed;
    private int index;
    private boolean over;

    /** @param closed run once, at the end, whatever it is */
    ChunkPump(RecordingChunks chunks, ServerCallStreamObserver<RecordingChunk> reader, Runnable closed) {
        this.chunks = chunks;
        this.reader = reader;
        this.closed = closed;
    }

    synchronized void run() {
        try {
            while (!over && reader.isReady()) {
                if (!chunks.hasNext()) {
                    close();
                    reader.onCompleted();
                    return;
                }
                byte[] chunk = chunks.next();
                reader.onNext(RecordingChunk.newBuilder()
                        .setIndex(index++)
                        .setData(UnsafeByteOperations.unsafeWrap(chunk))
                        .setLast(!chunks.hasNext())
                        .build());
            }
        } catch (RuntimeException e) {
            close();
            reader.onError(GrpcFailures.toStatus(e));
        }
    }

    synchronized void close() {
        if (!over) {
            over = true;
            chunks.close();
            closed.run();
        }
    }
}
