package dev.sallyport.agent.upload;

import com.google.protobuf.Timestamp;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.EmitEventsReply;
import dev.sallyport.api.v1.EmitEventsRequest;
import dev.sallyport.api.v1.Event;
import dev.sallyport.audit.event.EventSink;
import dev.sallyport.audit.event.FlatEvent;
import java.time.Instant;
import java.util.List;

/** Delivers events by {@code AuditService.EmitEvents}. */
public record ApiEventSink(ApiChannel channel) implements EventSink {

    @Override
    public void deliver(List<FlatEvent> events) {
        EmitEventsRequest request = EmitEventsRequest.newBuilder()
                .addAllEvents(events.stream().map(ApiEventSink::event).toList())
                .build();
        EmitEventsReply _ = GrpcFailures.calling(
                () -> AuditServiceGrpc.newBlockingStub(channel.channel()).emitEvents(request));
    }

    private static Event event(FlatEvent event) {
        Instant time = event.time();
        return Event.newBuilder()
                .setId(event.id())
                .setTime(
                        Timestamp.newBuilder().setSeconds(time.getEpochSecond()).setNanos(time.getNano()))
                .setType(event.type())
                .setCode(event.code())
                .putAllFields(event.fields())
                .build();
    }
}
