package dev.sallyport.auth.log;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sallyport.audit.event.EventJson;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.log.EntryBundle;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.audit.log.TreeHasher;
import dev.sallyport.auth.state.EventRecords;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.v1.RetentionRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The log's leaves as the store has them, in the order of their commits. */
public final class LogLeaves {

    private static final int WALKED_AT_ONCE = 256;

    private final Store store;

    public LogLeaves(Store store) {
        this.store = store;
    }

    /** A leaf and its entry. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not changed
    record Leaf(long index, byte[] hash, byte[] entry) {}

    /**
     * Leaves from this index on, at most so many.
     *
     * @throws Failure INTERNAL where one is missing, or its event is not what was stored: it names both
     */
    List<Leaf> from(long index, int most, TreeHasher hasher) {
        String after = index == 0 ? "" : key(index - 1);
        List<Leaf> leaves = new ArrayList<>();
        List<Store.Entry> page = store.range(Keyspace.LEAVES, after, most);
        Map<String, Store.Entry> events = events(page);
        for (Store.Entry entry : page) {
            leaves.add(checked(index + leaves.size(), entry, events, hasher));
        }
        return leaves;
    }

    /** The events of leaves, by their keys, as they are stored now: one question, since a database may be far away. */
    private Map<String, Store.Entry> events(Collection<Store.Entry> page) {
        return store.getAll(page.stream().map(LogLeaves::eventKey).toList());
    }

    private static String eventKey(Store.Entry leaf) {
        return Keyspace.EVENTS + EventRecords.idOf(leaf);
    }

    private Leaf checked(long index, Store.Entry leaf, Map<String, Store.Entry> events, TreeHasher hasher) {
        if (!leaf.key().equals(key(index))) {
            throw broken(index, "", "is missing: the next leaf is " + leaf.key());
        }
        byte[] hash = Arrays.copyOf(leaf.value(), TreeHasher.BYTES);
        String id = EventRecords.idOf(leaf);
        Store.Entry event = Optional.ofNullable(events.get(eventKey(leaf)))
                .orElseThrow(() -> broken(index, id, "has no event any more"));
        if (EventRecords.isGone(event) && index < retained()) {
            return new Leaf(index, hash, new byte[0]);
        }
        byte[] entry = EventRecords.bytes(event);
        if (EventRecords.index(event).orElse(-1) != index || !Arrays.equals(hasher.leaf(entry), hash)) {
            throw broken(index, id, "is not what was stored");
        }
        return new Leaf(index, hash, entry);
    }

    /** Of entries before this one only hashes are kept. */
    public long retained() {
        return store.get(Keyspace.RETENTION).map(LogLeaves::first).orElse(0L);
    }

    private static long first(Store.Entry entry) {
        try {
            return RetentionRecord.parseFrom(entry.value()).getFirst();
        } catch (InvalidProtocolBufferException e) {
            throw Failure.of(FailureCode.INTERNAL, "the stored record of what is past retention cannot be read", e);
        }
    }

    /** How many leaves there are. */
    public long count() {
        List<Store.Entry> last = store.rangeBackwards(Keyspace.LEAVES, "", 1);
        return last.isEmpty() ? 0 : number(last.getFirst()) + 1;
    }

    /** The events of these leaves, as they are stored now, in this order; empty where one is gone. Asks the store twice. */
    public List<Optional<FlatEvent>> events(List<Long> numbers) {
        Map<String, Store.Entry> found =
                store.getAll(numbers.stream().map(LogLeaves::key).toList());
        Map<String, Store.Entry> events = events(found.values());
        return numbers.stream()
                .map(number -> Optional.ofNullable(found.get(key(number)))
                        .flatMap(leaf -> there(leaf, events))
                        .map(EventRecords::read))
                .toList();
    }

    /**
     * An entry as it is stored now.
     *
     * @param bytes what the leaf hashes
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, not changed
    public record Entry(long index, FlatEvent event, byte[] bytes) {}

    /** Entries from this number on, of at most so many leaves; those that are gone are left out. */
    public List<Entry> entries(long from, int most) {
        List<Entry> entries = new ArrayList<>();
        List<Store.Entry> page = store.range(Keyspace.LEAVES, from == 0 ? "" : key(from - 1), most);
        Map<String, Store.Entry> events = events(page);
        for (Store.Entry leaf : page) {
            there(leaf, events)
                    .ifPresent(event ->
                            entries.add(new Entry(number(leaf), EventRecords.read(event), EventRecords.bytes(event))));
        }
        return entries;
    }

    private static Optional<Store.Entry> there(Store.Entry leaf, Map<String, Store.Entry> events) {
        return Optional.ofNullable(events.get(eventKey(leaf))).filter(event -> !EventRecords.isGone(event));
    }

    /** Hears of a leaf's number and event; false ends the walk. */
    public interface Visitor {
        boolean visit(long number, Optional<FlatEvent> event);
    }

    /**
     * Shows events from {@code begin}, inclusive, to {@code end}, exclusive, in either direction.
     *
     * @return whether it came to the end
     */
    public boolean walk(long begin, long end, boolean upwards, Visitor visitor) {
        String at = upwards ? (begin <= 0 ? "" : key(begin - 1)) : key(begin + 1);
        List<Store.Entry> page;
        while (upwards ? begin < end : begin > end) {
            page = upwards
                    ? store.range(Keyspace.LEAVES, at, WALKED_AT_ONCE)
                    : store.rangeBackwards(Keyspace.LEAVES, at, WALKED_AT_ONCE);
            Map<String, Store.Entry> events = events(page);
            for (Store.Entry leaf : page) {
                long number = number(leaf);
                if (upwards ? number >= end : number <= end) {
                    return true;
                }
                if (!visitor.visit(number, there(leaf, events).map(EventRecords::read))) {
                    return false;
                }
            }
            if (page.size() < WALKED_AT_ONCE) {
                return true;
            }
            at = page.getLast().key();
        }
        return true;
    }

    private static long number(Store.Entry leaf) {
        return HexFormat.fromHexDigitsToLong(
                leaf.key(), Keyspace.LEAVES.length(), leaf.key().length());
    }

    /** Whether the store has this leaf. */
    boolean has(long index) {
        return store.get(key(index)).isPresent();
    }

    /** The index of an event; empty where there is none of this id. */
    public OptionalLong index(String id) {
        return store.get(Keyspace.EVENTS + id).map(EventRecords::index).orElse(OptionalLong.empty());
    }

    /**
     * Events as they are stored now, as a bundle of the log, unchecked: to be compared. One that is gone is an entry
     * without bytes.
     */
    public byte[] bundle(TilePath path) {
        long first = path.index() * TilePath.FULL;
        String after = first == 0 ? "" : key(first - 1);
        List<byte[]> entries = new ArrayList<>();
        List<Store.Entry> page = store.range(Keyspace.LEAVES, after, path.width());
        Map<String, Store.Entry> events = events(page);
        for (Store.Entry leaf : page) {
            Optional<byte[]> entry = leaf.key().equals(key(first + entries.size()))
                    ? Optional.ofNullable(events.get(eventKey(leaf))).map(EventRecords::bytes)
                    : Optional.empty();
            entries.add(
                    entry.filter(bytes -> bytes.length <= EventJson.MAX_BYTES).orElse(new byte[0]));
        }
        return EntryBundle.write(entries);
    }

    private static String key(long index) {
        return Keyspace.LEAVES + HexFormat.of().toHexDigits(index);
    }

    private static Failure broken(long index, String id, String what) {
        String event = id.isEmpty() ? "" : ", event " + id + ",";
        return Failure.of(
                FailureCode.INTERNAL,
                "the audit log: the store's entry " + index + event + " " + what
                        + ". Nothing is signed from here on. Next: sally audit verify");
    }
}
