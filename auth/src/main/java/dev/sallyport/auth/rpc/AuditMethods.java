package dev.sallyport.auth.rpc;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.EmitEventsReply;
import dev.sallyport.api.v1.EmitEventsRequest;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsReply;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.api.v1.ReadLogReply;
import dev.sallyport.api.v1.ReadLogRequest;
import dev.sallyport.api.v1.ShredSubjectReply;
import dev.sallyport.api.v1.ShredSubjectRequest;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogFiles;
import dev.sallyport.auth.personal.SubjectKeys;
import dev.sallyport.auth.search.EventQuery;
import dev.sallyport.auth.search.EventSearch;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.trail.EventReading;
import dev.sallyport.auth.trail.EventTrail;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.OptionalLong;

/** The audit trail. */
public final class AuditMethods extends AuditServiceGrpc.AuditServiceImplBase {

    private static final int MAX_PIECE = 1 << 20;

    private final EventTrail trail;
    private final EventReading reading;
    private final LogFiles log;
    private final SubjectKeys subjects;

    public AuditMethods(EventTrail trail, EventReading reading, LogFiles log, SubjectKeys subjects) {
        this.subjects = subjects;
        this.trail = trail;
        this.reading = reading;
        this.log = log;
    }

    @Override
    public void emitEvents(EmitEventsRequest request, StreamObserver<EmitEventsReply> observer) {
        Answer.to(observer, () -> {
            List<FlatEvent> events =
                    request.getEventsList().stream().map(AuditMethods::read).toList();
            trail.emit(CallerContext.current().known(), events);
            return EmitEventsReply.getDefaultInstance();
        });
    }

    @Override
    public void listEvents(ListEventsRequest request, StreamObserver<ListEventsReply> observer) {
        Answer.to(observer, () -> {
            Paging paging =
                    Paging.of(request.getPage().getPageSize(), request.getPage().getPageToken());
            EventSearch.Page page = reading.list(
                    CallerContext.current().known(),
                    query(request),
                    paging.size(),
                    number(paging.after()),
                    request.getOldestFirst());
            return ListEventsReply.newBuilder()
                    .addAllEvents(page.hits().stream().map(AuditMethods::write).toList())
                    .setNextPageToken(
                            page.next().isPresent() ? token(page.next().getAsLong()) : "")
                    .setFollowToken(token(page.end()))
                    .build();
        });
    }

    @Override
    public void readLog(ReadLogRequest request, StreamObserver<ReadLogReply> observer) {
        Answer.to(observer, () -> {
            byte[] whole = switch (request.getWhatCase()) {
                case FILE -> file(request);
                case STORED -> log.stored(request.getStored());
                case EVENT -> log.index(request.getEvent());
                case WHAT_NOT_SET -> throw Failure.of(FailureCode.INVALID, "no file of the log is named");
            };
            int from = Math.clamp(request.getOffset(), 0, whole.length);
            int length = Math.min(MAX_PIECE, whole.length - from);
            return ReadLogReply.newBuilder()
                    .setData(ByteString.copyFrom(whole, from, length))
                    .setTotal(whole.length)
                    .build();
        });
    }

    @Override
    public void shredSubject(ShredSubjectRequest request, StreamObserver<ShredSubjectReply> observer) {
        Answer.to(observer, () -> {
            subjects.shred(request.getSubject(), CallerContext.current().subject());
            return ShredSubjectReply.getDefaultInstance();
        });
    }

    private byte[] file(ReadLogRequest request) {
        if (request.getFile().equals(LogFiles.CHECKPOINT) && request.getOffset() == 0) {
            reading.noteLog(CallerContext.current().known());
        }
        return log.file(request.getFile());
    }

    private static EventQuery query(ListEventsRequest request) {
        return new EventQuery(
                request.hasFrom() ? Moments.read(request.getFrom()).toEpochMilli() : 0,
                request.hasTo() ? Moments.read(request.getTo()).toEpochMilli() : Long.MAX_VALUE,
                request.getUser(),
                request.getType(),
                request.getResource(),
                request.getText());
    }

    private static String token(long number) {
        return Paging.token(Long.toString(number));
    }

    private static OptionalLong number(String after) {
        try {
            return after.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(after));
        } catch (NumberFormatException e) {
            throw Failure.of(FailureCode.INVALID, "page_token is not one that a listing gave", e);
        }
    }

    private static FlatEvent read(Event event) {
        return new FlatEvent(
                event.getId(), Moments.read(event.getTime()), event.getType(), event.getCode(), event.getFieldsMap());
    }

    private static Event write(EventSearch.Hit hit) {
        FlatEvent event = hit.event();
        return Event.newBuilder()
                .setId(event.id())
                .setTime(Moments.of(event.time()))
                .setType(event.type())
                .setCode(event.code())
                .putAllFields(event.fields())
                .setLogIndex(hit.index())
                .build();
    }
}
