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
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.log.LogFiles;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.trail.EventTrail;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** The audit trail. */
public final class AuditMethods extends AuditServiceGrpc.AuditServiceImplBase {

    private static final int MAX_PIECE = 1 << 20;

    private final EventTrail trail;
    private final LogFiles log;

    public AuditMethods(EventTrail trail, LogFiles log) {
        this.trail = trail;
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
            Paging.Listing<EventTrail.Stored> page = trail.list(query(request));
            return ListEventsReply.newBuilder()
                    .addAllEvents(page.items().stream().map(AuditMethods::write).toList())
                    .setNextPageToken(page.next())
                    .build();
        });
    }

    @Override
    public void readLog(ReadLogRequest request, StreamObserver<ReadLogReply> observer) {
        Answer.to(observer, () -> {
            byte[] whole = switch (request.getWhatCase()) {
                case FILE -> log.file(request.getFile());
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

    private static EventTrail.Query query(ListEventsRequest request) {
        return new EventTrail.Query(
                Paging.of(request.getPage().getPageSize(), request.getPage().getPageToken()),
                request.hasFrom() ? Moments.read(request.getFrom()).toEpochMilli() : 0,
                request.hasTo() ? Moments.read(request.getTo()).toEpochMilli() : Long.MAX_VALUE,
                request.getUser(),
                request.getType(),
                request.getOldestFirst());
    }

    private static FlatEvent read(Event event) {
        return new FlatEvent(
                event.getId(), Moments.read(event.getTime()), event.getType(), event.getCode(), event.getFieldsMap());
    }

    private static Event write(EventTrail.Stored stored) {
        FlatEvent event = stored.event();
        Event.Builder written = Event.newBuilder()
                .setId(event.id())
                .setTime(Moments.of(event.time()))
                .setType(event.type())
                .setCode(event.code())
                .putAllFields(event.fields());
        stored.index().ifPresent(written::setLogIndex);
        return written.build();
    }
}
