package dev.sallyport.auth.rpc;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.GetUploadReply;
import dev.sallyport.api.v1.GetUploadRequest;
import dev.sallyport.api.v1.ListSessionsReply;
import dev.sallyport.api.v1.ListSessionsRequest;
import dev.sallyport.api.v1.PutChunkReply;
import dev.sallyport.api.v1.PutChunkRequest;
import dev.sallyport.api.v1.ReadRecordingRequest;
import dev.sallyport.api.v1.RecordingChunk;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.audit.recording.RecordingState;
import dev.sallyport.audit.recording.RecordingSummary;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.auth.trail.Recordings;
import dev.sallyport.auth.trail.SessionIndex;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Sessions and their recordings. */
public final class RecordingMethods extends RecordingServiceGrpc.RecordingServiceImplBase {

    /** A reader that takes longer is cut off. */
    private static final Duration READ_LIMIT = Duration.ofHours(1);

    private static final int READERS = 32;

    private final Recordings recordings;
    private final SessionIndex sessions;
    private final Authorization authorization;
    private final Semaphore readers = new Semaphore(READERS);

    public RecordingMethods(Recordings recordings, SessionIndex sessions, Authorization authorization) {
        this.recordings = recordings;
        this.sessions = sessions;
        this.authorization = authorization;
    }

    @Override
    public void putChunk(PutChunkRequest request, StreamObserver<PutChunkReply> observer) {
        Answer.to(observer, () -> {
            recordings.put(
                    CallerContext.current().known(),
                    request.getSessionId(),
                    request.getIndex(),
                    request.getChunksList().stream()
                            .map(ByteString::toByteArray)
                            .toList(),
                    request.getLast());
            return PutChunkReply.getDefaultInstance();
        });
    }

    @Override
    public void getUpload(GetUploadRequest request, StreamObserver<GetUploadReply> observer) {
        Answer.to(observer, () -> {
            Optional<RecordingSummary> there =
                    recordings.upload(CallerContext.current().known(), request.getSessionId());
            return GetUploadReply.newBuilder()
                    .setChunks(there.map(RecordingSummary::chunks).orElse(0))
                    .setComplete(there.map(summary -> summary.state() != RecordingState.RUNNING)
                            .orElse(false))
                    .build();
        });
    }

    @Override
    public void listSessions(ListSessionsRequest request, StreamObserver<ListSessionsReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            String user = whose(caller, request.getUser());
            Paging page =
                    Paging.of(request.getPage().getPageSize(), request.getPage().getPageToken());
            Paging.Listing<SessionRecord> listing = sessions.list(user, page);
            return ListSessionsReply.newBuilder()
                    .addAllSessions(listing.items().stream()
                            .filter(session -> mayDo(caller, Verb.LIST, session))
                            .map(SessionMessages::write)
                            .toList())
                    .setNextPageToken(listing.next())
                    .build();
        });
    }

    @Override
    public void readRecording(ReadRecordingRequest request, StreamObserver<RecordingChunk> observer) {
        ServiceRequestContext.current().setRequestTimeout(READ_LIMIT);
        ServerCallStreamObserver<RecordingChunk> chunks = (ServerCallStreamObserver<RecordingChunk>) observer;
        try {
            requireReadable(CallerContext.current().known(), Names.id(request.getSessionId(), "session id"));
            if (!readers.tryAcquire()) {
                throw Failure.of(
                        FailureCode.EXHAUSTED, READERS + " recordings are being read already: try again later");
            }
            ChunkPump pump;
            try {
                pump = new ChunkPump(recordings.read(request.getSessionId()), chunks, readers::release);
            } catch (RuntimeException e) {
                readers.release();
                throw e;
            }
            chunks.setOnCancelHandler(pump::close);
            chunks.setOnReadyHandler(pump::run);
            pump.run();
        } catch (RuntimeException e) {
            observer.onError(GrpcFailures.toStatus(e));
        }
    }

    /** Whose sessions are looked through: anybody's where some role has a rule for it, else the caller's own. */
    private String whose(Caller.Known caller, String wanted) {
        if (authorization.allows(caller, new Resource.AnyOf(Kind.SESSION), new Action.Administer(Verb.LIST))) {
            return wanted;
        }
        String own = caller.identity().user();
        if (!wanted.isEmpty() && !wanted.equals(own)) {
            throw Failure.of(
                    FailureCode.DENIED,
                    own + " sees only sessions of " + own + ": no role has a rule to list sessions");
        }
        return own;
    }

    private void requireReadable(Caller.Known caller, String session) {
        boolean readable = sessions.find(session)
                .map(found -> mayDo(caller, Verb.READ, found))
                .orElse(false);
        if (!readable) {
            throw Failure.of(
                    FailureCode.NOT_FOUND,
                    "there is no session " + session + " of "
                            + caller.identity().user() + ", and no role lets read those of others");
        }
    }

    /** One's own sessions always; others by the rules of roles. */
    private boolean mayDo(Caller.Known caller, Verb verb, SessionRecord session) {
        boolean own = caller.identity().kind() == Identity.Kind.USER
                && session.getUser().equals(caller.identity().user());
        Resource.Passage passage =
                new Resource.Passage(List.of(session.getUser()), session.getLogin(), session.getNodeName());
        Resource.Thing thing = new Resource.Thing(Kind.SESSION, session.getId(), Map.of(), passage);
        return own || authorization.allows(caller, thing, new Action.Administer(verb));
    }
}
