package dev.sallyport.store;

import dev.sallyport.store.Store.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/** The recent changes, in memory: of the process that makes them, and only as long as it lives. */
final class RecentChanges {

    /** However few they are, they hold no more than this. */
    private static final long MAX_BYTES = 64 << 20;

    private record Dated(Change change, byte[] key, int bytes, long atMillis) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Long, Dated> kept = new TreeMap<>();
    private long bytes;
    /** The last revision whose change is no longer kept. */
    private long forgotten;

    void add(byte[] key, Change change, long nowMillis) {
        lock.lock();
        try {
            Dated dated = new Dated(change, key, key.length + size(change), nowMillis);
            kept.put(change.revision(), dated);
            bytes += dated.bytes();
        } finally {
            lock.unlock();
        }
    }

    private static int size(Change change) {
        return change instanceof Change.Put put ? put.value().length : 0;
    }

    /** As if it had not been added. */
    void takeBack(long revision) {
        lock.lock();
        try {
            Dated dated = kept.remove(revision);
            bytes -= dated == null ? 0 : dated.bytes();
        } finally {
            lock.unlock();
        }
    }

    /** Whoever has not heard of all up to this revision is lost. */
    void forgetThrough(long revision) {
        lock.lock();
        try {
            kept.clear();
            bytes = 0;
            forgotten = revision;
        } finally {
            lock.unlock();
        }
    }

    void compact(HistoryLimits limits, long nowMillis) {
        long oldest = nowMillis - limits.age().toMillis();
        lock.lock();
        try {
            while (!kept.isEmpty()) {
                Dated first = kept.firstEntry().getValue();
                if (kept.size() <= limits.changes() && bytes <= MAX_BYTES && first.atMillis() >= oldest) {
                    return;
                }
                forgotten = first.change().revision();
                kept.remove(forgotten);
                bytes -= first.bytes();
            }
        } finally {
            lock.unlock();
        }
    }

    /** See {@link ChangeHistory#after}; {@code last} is the revision of the last change. */
    ChangeHistory.Page after(byte[] prefix, long revision, int limit, long last) {
        lock.lock();
        try {
            return page(prefix, revision, limit, last);
        } finally {
            lock.unlock();
        }
    }

    private ChangeHistory.Page page(byte[] prefix, long revision, int limit, long last) {
        if (revision < forgotten) {
            return new ChangeHistory.Page(List.of(), revision, true);
        }
        List<Change> changes = new ArrayList<>();
        for (Dated dated : kept.tailMap(revision, false).values()) {
            if (dated.change().revision() > last) {
                break;
            }
            if (Keys.startsWith(dated.key(), prefix)) {
                changes.add(dated.change());
            }
            if (changes.size() == limit) {
                return new ChangeHistory.Page(changes, dated.change().revision(), false);
            }
        }
        return new ChangeHistory.Page(changes, Math.max(revision, last), false);
    }
}
