package dev.sallyport.cli.command;

import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.RecordingChunk;
import java.util.Iterator;
import java.util.function.Supplier;

/** The chunks of a recording as they arrive; a call that fails is a failure at any of them. */
final class ArrivingChunks implements Iterator<byte[]> {

    private final Iterator<RecordingChunk> chunks;

    private ArrivingChunks(Iterator<RecordingChunk> chunks) {
        this.chunks = chunks;
    }

    static ArrivingChunks of(Supplier<Iterator<RecordingChunk>> call) {
        return new ArrivingChunks(GrpcFailures.calling(call));
    }

    @Override
    public boolean hasNext() {
        return GrpcFailures.calling(chunks::hasNext);
    }

    @Override
    public byte[] next() {
        return GrpcFailures.calling(chunks::next).getData().toByteArray();
    }
}
