package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.ReadRecordingRequest;
import dev.sallyport.api.v1.RecordingChunk;
import dev.sallyport.audit.recording.RecordingChunks;
import dev.sallyport.auth.trail.Recordings;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Sends recordings to readers that may read them. */
final class RecordingReads {

    private static final int READERS = 32;
    private static final int FOLLOWERS = 256;
    private static final Duration WAIT = Duration.ofSeconds(15);

    private final Recordings recordings;
    private final Semaphore readers = new Semaphore(READERS);
    private final Semaphore followers = new Semaphore(FOLLOWERS);

    RecordingReads(Recordings recordings) {
        this.recordings = recordings;
    }

    void send(ReadRecordingRequest request, ServerCallStreamObserver<RecordingChunk> reader)
            throws InterruptedException {
        int from = Math.max(0, request.getFromChunk());
        if (request.getWait() && !await(request.getSessionId(), from)) {
            reader.onNext(
                    RecordingChunk.newBuilder().setIndex(from).setLast(true).build());
            reader.onCompleted();
            return;
        }
        if (!readers.tryAcquire()) {
            throw Failure.of(FailureCode.EXHAUSTED, READERS + " recordings are being read already: try again later");
        }
        ChunkPump pump;
        try {
            pump = pump(request, from, reader);
        } catch (RuntimeException e) {
            readers.release();
            throw e;
        }
        reader.setOnCancelHandler(pump::close);
        reader.setOnReadyHandler(pump::run);
        pump.run();
    }

    /** @return whether more is there or may come */
    private boolean await(String session, int chunk) throws InterruptedException {
        if (!followers.tryAcquire()) {
            throw Failure.of(FailureCode.EXHAUSTED, FOLLOWERS + " recordings are being followed: try again later");
        }
        try {
            return recordings.await(session, chunk, WAIT);
        } finally {
            followers.release();
        }
    }

    private ChunkPump pump(ReadRecordingRequest request, int from, ServerCallStreamObserver<RecordingChunk> reader) {
        String session = request.getSessionId();
        int most = request.getMaxChunks() > 0 ? request.getMaxChunks() : Integer.MAX_VALUE;
        if (!request.hasAtMicros()) {
            return new ChunkPump(
                    recordings.read(session, from), recordings::keyOf, from, most, "", reader, readers::release);
        }
        Recordings.Place place = recordings.place(session, request.getAtMicros());
        if (place.chunk() > 0) {
            sendFirst(session, reader);
        }
        return new ChunkPump(
                recordings.read(session, place.chunk()),
                recordings::keyOf,
                place.chunk(),
                most,
                place.picture(),
                reader,
                readers::release);
    }

    /** What the recording is of stands in its first chunk. */
    private void sendFirst(String session, ServerCallStreamObserver<RecordingChunk> reader) {
        try (RecordingChunks first = recordings.read(session, 0)) {
            byte[] chunk = first.next();
            reader.onNext(ChunkPump.message(0, chunk, recordings.keyOf(chunk)).build());
        }
    }
}
