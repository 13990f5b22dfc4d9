package dev.sallyport.auth.state;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.audit.event.EventJson;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.log.TreeHasher;
import dev.sallyport.auth.state.v1.EventRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Audit events in the store, under their id: in the order of time. The value is the event's number in the log, 8 bytes, and
 * its bytes; the log's leaf is their hash, 32 bytes, and the event's id. Both are written in one commit.
 */
public final class EventRecords {

    /** The first byte of events from before there was a log; that of a number is 0. */
    private static final byte UNLOGGED = 0x0A;

    private EventRecords() {}

    /** The write that stores an event where none with its id is, and its leaf. */
    public static Store.Write.Append creation(FlatEvent event, long storedMillis) {
        byte[] bytes = EventJson.write(new EventJson.Stored(event, storedMillis));
        byte[] id = event.id().getBytes(StandardCharsets.US_ASCII);
        byte[] leaf = ByteBuffer.allocate(TreeHasher.BYTES + id.length)
                .put(new TreeHasher().leaf(bytes))
                .put(id)
                .array();
        return new Store.Write.Append(Keyspace.EVENTS + event.id(), bytes, Keyspace.LEAVES, leaf);
    }

    /** The id of a leaf's event. */
    public static String idOf(Store.Entry leaf) {
        byte[] value = leaf.value();
        int from = Math.min(value.length, TreeHasher.BYTES);
        return new String(value, from, value.length - from, StandardCharsets.UTF_8);
    }

    /** The write after which only the event's number is there: that it was stored stays known, what it said does not. */
    public static Store.Write removal(String id, long index) {
        return new Store.Write.Put(
                Keyspace.EVENTS + id,
                ByteBuffer.allocate(Long.BYTES).putLong(index).array(),
                0);
    }

    /** Whether the event itself was let go. */
    public static boolean isGone(Store.Entry entry) {
        return entry.value().length == Long.BYTES && entry.value()[0] != UNLOGGED;
    }

    /** An event's number in the log; empty for one from before there was a log. */
    public static OptionalLong index(Store.Entry entry) {
        return isLogged(entry) ? OptionalLong.of(ByteBuffer.wrap(entry.value()).getLong()) : OptionalLong.empty();
    }

    private static boolean isLogged(Store.Entry entry) {
        return entry.value().length >= Long.BYTES && entry.value()[0] != UNLOGGED;
    }

    /** What the leaf hashes. */
    public static byte[] bytes(Store.Entry entry) {
        byte[] value = entry.value();
        return Arrays.copyOfRange(value, Math.min(Long.BYTES, value.length), value.length);
    }

    /** The event that an entry holds, which is not gone. */
    public static FlatEvent read(Store.Entry entry) {
        try {
            return isLogged(entry)
                    ? EventJson.read(bytes(entry)).event()
                    : unlogged(EventRecord.parseFrom(entry.value()));
        } catch (InvalidProtocolBufferException | Failure e) {
            throw Failure.of(FailureCode.INTERNAL, "the stored event " + entry.key() + " cannot be read", e);
        }
    }

    private static FlatEvent unlogged(EventRecord record) {
        return new FlatEvent(
                record.getId(),
                Instant.ofEpochMilli(record.getMillis()),
                record.getType(),
                record.getCode(),
                record.getFieldsMap());
    }

    /** Takes an event from before there was a log into it. */
    static java.util.List<Store.Write> adoption(Store.Entry entry) {
        try {
            EventRecord record = EventRecord.parseFrom(entry.value());
            return java.util.List.of(
                    new Store.Write.Delete(entry.key(), entry.revision()),
                    creation(unlogged(record), record.getStoredMillis()));
        } catch (InvalidProtocolBufferException e) {
            throw Failure.of(FailureCode.INTERNAL, "the stored event " + entry.key() + " cannot be read", e);
        }
    }
}
