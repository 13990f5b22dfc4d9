package dev.sallyport.agent.upload;

import com.google.protobuf.UnsafeByteOperations;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.GetUploadRequest;
import dev.sallyport.api.v1.PutChunkReply;
import dev.sallyport.api.v1.PutChunkRequest;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.audit.recording.ChunkSink;
import java.util.List;

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
    public void put(String session, int index, List<byte[]> chunks, boolean last) {
        PutChunkRequest.Builder request = PutChunkRequest.newBuilder()
                .setSessionId(session)
                .setIndex(index)
                .setLast(last);
        // Not copied: the call returns before the caller may touch the bytes again.
        chunks.forEach(chunk -> request.addChunks(UnsafeByteOperations.unsafeWrap(chunk)));
        PutChunkReply _ = GrpcFailures.calling(
                () -> RecordingServiceGrpc.newBlockingStub(channel.channel()).putChunk(request.build()));
    }
}
