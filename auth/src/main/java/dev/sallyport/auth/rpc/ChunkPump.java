package dev.sallyport.auth.rpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.RecordingChunk;
import dev.sallyport.audit.recording.RecordingChunks;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends a recording chunk by chunk, each only when the reader has room for it: at most one is in memory and one on its way.
 * Runs when the reader becomes ready, so a slow reader holds no thread.
 */
final class ChunkPump {

    private final RecordingChunks chunks;
    private final Function<byte[], Optional<byte[]>> keyOf;
    private final ServerCallStreamObserver<RecordingChunk> reader;
    private final Runnable closed;
    private final int end;
    private String picture;
    private int index;
    private boolean over;

    /**
     * @param keyOf the key that a chunk brings, to go with it
     * @param from index of the first chunk
     * @param most how many chunks at most
     * @param picture goes with the first
     * @param closed run once, at the end, whatever it is
     */
    ChunkPump(
            RecordingChunks chunks,
            Function<byte[], Optional<byte[]>> keyOf,
            int from,
            int most,
            String picture,
            ServerCallStreamObserver<RecordingChunk> reader,
            Runnable closed) {
        this.chunks = chunks;
        this.keyOf = keyOf;
        this.index = from;
        this.end = (int) Math.min(Integer.MAX_VALUE, (long) from + most);
        this.picture = picture;
        this.reader = reader;
        this.closed = closed;
    }

    synchronized void run() {
        try {
            while (!over && reader.isReady()) {
                if (index >= end || !chunks.hasNext()) {
                    close();
                    reader.onCompleted();
                    return;
                }
                byte[] chunk = chunks.next();
                reader.onNext(message(index++, chunk, keyOf.apply(chunk))
                        .setLast(!chunks.hasNext())
                        .setPicture(ByteString.copyFromUtf8(picture))
                        .build());
                picture = "";
            }
        } catch (RuntimeException e) {
            close();
            reader.onError(GrpcFailures.toStatus(e));
        }
    }

    static RecordingChunk.Builder message(int index, byte[] chunk, Optional<byte[]> key) {
        return RecordingChunk.newBuilder()
                .setIndex(index)
                .setData(UnsafeByteOperations.unsafeWrap(chunk))
                .setContentKey(key.map(ByteString::copyFrom).orElse(ByteString.EMPTY));
    }

    synchronized void close() {
        if (!over) {
            over = true;
            chunks.close();
            closed.run();
        }
    }
}
