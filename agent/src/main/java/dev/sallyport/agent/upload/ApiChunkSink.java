package dev.sallyport.agent.upload;

import com.google.protobuf.UnsafeByteOperations;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.GetUploadRequest;
import dev.sallyport.api.v1.PutChunkReply;
import dev.sallyport.api.v1.PutChunkRequest;
import dev.sallyport.api.v1.RecordingChunk;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.audit.recording.ChunkSink;

/** Delivers chunks by {@code RecordingService.PutChunk}. */
public record ApiChunkSink(ApiChannel channel) implements ChunkSink {

    @Override
    public int durableChunks(String session) {
        GetUploadRequest request =
                GetUploadRequest.newBuilder().setSessionId(session).build();
        return GrpcFailures.calling(() ->
                        RecordingServiceGrpc.newBlockingStub(channel.channel()).getUpload(request))
                .getChunks();
    }

    @Override
    public void put(String session, int index, byte[] data, boolean last) {
        PutChunkRequest request = PutChunkRequest.newBuilder()
                .setSessionId(session)
                .setChunk(RecordingChunk.newBuilder()
                        .setIndex(index)
                        // Not copied: the call returns before the caller may touch the bytes again.
                        .setData(UnsafeByteOperations.unsafeWrap(data))
                        .setLast(last))
                .build();
        PutChunkReply _ = GrpcFailures.calling(
                () -> RecordingServiceGrpc.newBlockingStub(channel.channel()).putChunk(request));
    }
}
