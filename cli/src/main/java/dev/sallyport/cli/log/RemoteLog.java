package dev.sallyport.cli.log;

import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import dev.sallyport.api.v1.ReadLogReply;
import dev.sallyport.api.v1.ReadLogRequest;
import dev.sallyport.audit.log.EntrySource;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.audit.log.Retained;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A log as auth serves it. Reads ahead: a check goes from one tile to the next. For one thread at a time. */
public final class RemoteLog implements LogSource, AutoCloseable {

    private static final int AHEAD = 16;
    private static final int KEPT = 4 * AHEAD;

    private final AuditServiceBlockingStub service;
    private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<ReadLogRequest, Future<Optional<byte[]>>> asked = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ReadLogRequest, Future<Optional<byte[]>>> eldest) {
            return size() > KEPT;
        }
    };

    public RemoteLog(AuditServiceBlockingStub service) {
        this.service = service;
    }

    @Override
    public SignedNote checkpoint() {
        return note("checkpoint")
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND, "the log has no checkpoint yet. Next: try again in a second"));
    }

    @Override
    public Optional<SignedNote> witnessed(NoteKey witness) {
        return note("witnessed/" + witness.idText());
    }

    @Override
    public Optional<SignedNote> retained() {
        return note(Retained.NAME);
    }

    private Optional<SignedNote> note(String name) {
        return get(ReadLogRequest.newBuilder().setFile(name).build())
                .map(bytes -> SignedNote.parse(new String(bytes, StandardCharsets.UTF_8)));
    }

    @Override
    public List<EntrySource> entries() {
        return List.of(new EntrySource("tiles", this), new EntrySource("store", this::stored));
    }

    /** The number of an event. @throws Failure NOT_FOUND where there is none */
    public long index(String event) {
        byte[] digits = get(ReadLogRequest.newBuilder().setEvent(event).build())
                .orElseThrow(() -> Failure.of(
                        FailureCode.NOT_FOUND,
                        "no event in the log has the id " + event + ". Next: sally audit ls --format=json shows ids"));
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }

    @Override
    public Optional<byte[]> read(TilePath path) {
        return ahead(path, false);
    }

    private Optional<byte[]> stored(TilePath path) {
        return ahead(path, true);
    }

    private Optional<byte[]> ahead(TilePath path, boolean stored) {
        Future<Optional<byte[]>> own = ask(request(path, stored));
        if (path.isFull() && path.level() <= 0) {
            for (int i = 1; i <= AHEAD; i++) {
                Future<?> _ = ask(request(new TilePath(path.level(), path.index() + i, TilePath.FULL), stored));
            }
        }
        return answer(own);
    }

    private static ReadLogRequest request(TilePath path, boolean stored) {
        ReadLogRequest.Builder request = ReadLogRequest.newBuilder();
        return (stored ? request.setStored(path.text()) : request.setFile(path.text())).build();
    }

    private Future<Optional<byte[]>> ask(ReadLogRequest request) {
        return asked.computeIfAbsent(request, wanted -> readers.submit(() -> get(wanted)));
    }

    private static Optional<byte[]> answer(Future<Optional<byte[]>> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(FailureCode.UNAVAILABLE, "interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
    }

    private Optional<byte[]> get(ReadLogRequest request) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try {
            ReadLogReply reply;
            do {
                ReadLogRequest next =
                        request.toBuilder().setOffset(whole.size()).build();
                reply = GrpcFailures.calling(() -> service.readLog(next));
                whole.writeBytes(reply.getData().toByteArray());
            } while (whole.size() < reply.getTotal() && !reply.getData().isEmpty());
        } catch (Failure e) {
            if (e.code() == FailureCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(whole.toByteArray());
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
