package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.EmitEventsReply;
import dev.sallyport.api.v1.EmitEventsRequest;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsReply;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.state.Moments;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.auth.trail.EventTrail;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** The audit trail. */
public final class AuditMethods extends AuditServiceGrpc.AuditServiceImplBase {

    private final EventTrail trail;

    public AuditMethods(EventTrail trail) {
        this.trail = trail;
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
            Paging.Listing<FlatEvent> page = trail.list(query(request));
            return ListEventsReply.newBuilder()
                    .addAllEvents(page.items().stream().map(AuditMethods::write).toList())
                    .setNextPageToken(page.next())
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

    private static Event write(FlatEvent event) {
        return Event.newBuilder()
                .setId(event.id())
                .setTime(Moments.of(event.time()))
                .setType(event.type())
                .setCode(event.code())
                .putAllFields(event.fields())
                .build();
    }
}
