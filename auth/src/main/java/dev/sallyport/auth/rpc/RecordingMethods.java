package dev.sallyport.auth.rpc;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AddCommentReply;
import dev.sallyport.api.v1.AddCommentRequest;
import dev.sallyport.api.v1.GetUploadReply;
import dev.sallyport.api.v1.GetUploadRequest;
import dev.sallyport.api.v1.ListCommentsReply;
import dev.sallyport.api.v1.ListCommentsRequest;
import dev.sallyport.api.v1.ListSessionsReply;
import dev.sallyport.api.v1.ListSessionsRequest;
import dev.sallyport.api.v1.PutChunkReply;
import dev.sallyport.api.v1.PutChunkRequest;
import dev.sallyport.api.v1.ReadRecordingRequest;
import dev.sallyport.api.v1.RecordingChunk;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.SearchRecordingsReply;
import dev.sallyport.api.v1.SearchRecordingsRequest;
import dev.sallyport.api.v1.Session;
import dev.sallyport.audit.recording.RecordingState;
import dev.sallyport.audit.recording.RecordingSummary;
import dev.sallyport.audit.search.TextQuery;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.trail.CommentBook;
import dev.sallyport.auth.trail.ReadTrail;
import dev.sallyport.auth.trail.RecordingSearch;
import dev.sallyport.auth.trail.Recordings;
import dev.sallyport.auth.trail.SessionIndex;
import dev.sallyport.model.role.Verb;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Optional;

/** Sessions and their recordings. */
public final class RecordingMethods extends RecordingServiceGrpc.RecordingServiceImplBase {

    /** A reader that takes longer is cut off. */
    private static final Duration READ_LIMIT = Duration.ofHours(1);

    private final Recordings recordings;
    private final SessionIndex sessions;
    private final RecordingSearch search;
    private final CommentBook comments;
    private final ReadTrail trail;
    private final SessionRights rights;
    private final RecordingReads reads;

    public RecordingMethods(
            Recordings recordings,
            SessionIndex sessions,
            RecordingSearch search,
            CommentBook comments,
            ReadTrail trail,
            Authorization authorization) {
        this.recordings = recordings;
        this.sessions = sessions;
        this.search = search;
        this.comments = comments;
        this.trail = trail;
        this.rights = new SessionRights(sessions, authorization);
        this.reads = new RecordingReads(recordings);
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
            String user = rights.whose(caller, request.getUser(), Verb.LIST);
            Paging.Listing<Session> listing = Filtered.page(
                    request.getPage(),
                    Session.getDefaultInstance(),
                    wanted -> sessions.list(user, wanted)
                            .filter(session -> rights.mayDo(caller, Verb.LIST, session))
                            .map(SessionMessages::write),
                    Session::getId);
            return ListSessionsReply.newBuilder()
                    .addAllSessions(listing.items())
                    .setNextPageToken(listing.next())
                    .build();
        });
    }

    @Override
    public void readRecording(ReadRecordingRequest request, StreamObserver<RecordingChunk> observer) {
        ServiceRequestContext.current().setRequestTimeout(READ_LIMIT);
        try {
            Caller.Known caller = CallerContext.current().known();
            trail.read(caller, rights.readable(caller, Names.id(request.getSessionId(), "session id")));
            reads.send(request, (ServerCallStreamObserver<RecordingChunk>) observer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            observer.onError(
                    Status.CANCELLED.withDescription("the call was cancelled").asRuntimeException());
        } catch (RuntimeException e) {
            observer.onError(GrpcFailures.toStatus(e));
        }
    }

    @Override
    public void searchRecordings(SearchRecordingsRequest request, StreamObserver<SearchRecordingsReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            String user = rights.whose(caller, request.getUser(), Verb.READ);
            RecordingSearch.Wish wish = new RecordingSearch.Wish(
                    new TextQuery(request.getText()),
                    user,
                    request.hasFrom() ? Moments.read(request.getFrom()).toEpochMilli() : Long.MIN_VALUE,
                    request.hasTo() ? Moments.read(request.getTo()).toEpochMilli() : Long.MAX_VALUE,
                    Paging.of(request.getPage().getPageSize(), request.getPage().getPageToken()),
                    session -> rights.mayDo(caller, Verb.READ, session));
            if (request.getPage().getPageToken().isEmpty()) {
                trail.searched(caller, request.getText(), user);
            }
            return SessionMessages.write(search.search(wish));
        });
    }

    @Override
    public void addComment(AddCommentRequest request, StreamObserver<AddCommentReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            String session = rights.readable(caller, Names.id(request.getSessionId(), "session id"))
                    .getId();
            return AddCommentReply.newBuilder()
                    .setId(comments.add(caller, session, request.getAtMicros(), request.getText()))
                    .build();
        });
    }

    @Override
    public void listComments(ListCommentsRequest request, StreamObserver<ListCommentsReply> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            String session = rights.readable(caller, Names.id(request.getSessionId(), "session id"))
                    .getId();
            return ListCommentsReply.newBuilder()
                    .addAllComments(comments.list(session).stream()
                            .map(SessionMessages::write)
                            .toList())
                    .build();
        });
    }
}
