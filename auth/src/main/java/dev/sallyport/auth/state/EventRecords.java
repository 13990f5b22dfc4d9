package dev.sallyport.auth.state;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.auth.state.v1.EventRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Instant;

/** Audit events in the store, under their id: in the order of time. */
public final class EventRecords {

    private EventRecords() {}

    /** The write that stores an event where none with its id is. */
    public static Store.Write.Create creation(FlatEvent event, long storedMillis) {
        EventRecord record = EventRecord.newBuilder()
                .setId(event.id())
                .setMillis(event.time().toEpochMilli())
                .setType(event.type())
                .setCode(event.code())
                .putAllFields(event.fields())
                .setStoredMillis(storedMillis)
                .build();
        return new Store.Write.Create(Keyspace.EVENTS + event.id(), record.toByteArray(), 0);
    }

    /** The event that an entry holds. */
    public static FlatEvent read(Store.Entry entry) {
        try {
            EventRecord record = EventRecord.parseFrom(entry.value());
            return new FlatEvent(
                    record.getId(),
                    Instant.ofEpochMilli(record.getMillis()),
                    record.getType(),
                    record.getCode(),
                    record.getFieldsMap());
        } catch (InvalidProtocolBufferException e) {
            throw Failure.of(FailureCode.INTERNAL, "the stored event " + entry.key() + " cannot be read", e);
        }
    }
}
