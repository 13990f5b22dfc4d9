package dev.sallyport.auth.log;

import dev.sallyport.audit.blob.Blobs;
import dev.sallyport.audit.log.TilePath;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.model.Failure;
import dev.sallyport.store.Store;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The log's files at another place, as far as they were carried there; how far that is stands in the store, so that what a place does not show
 * yet is never taken for what is not there. Safe for use by many threads.
 */
public final class TileArchive {

    private static final String FOLDER = "log/";
    private static final int KEPT = 32;

    private final String place;
    private final Blobs blobs;
    private final Store store;
    private final LongSupplier retained;
    private final Map<TilePath, byte[]> lately = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TilePath, byte[]> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param place its name: at another one everything is carried from the beginning
     * @param retained the first entry that is not past retention
     */
    public TileArchive(String place, Blobs blobs, Store store, LongSupplier retained) {
        this.place = place;
        this.blobs = blobs;
        this.store = store;
        this.retained = retained;
    }

    String place() {
        return place;
    }

    /** How many entries the checkpoint has that was carried last. */
    long carried() {
        return store.get(Keyspace.LOG_CARRIED + place)
                .map(entry -> ByteBuffer.wrap(entry.value()).getLong())
                .orElse(0L);
    }

    void carried(long size) {
        store.put(
                Keyspace.LOG_CARRIED + place,
                ByteBuffer.allocate(Long.BYTES).putLong(size).array());
    }

    /**
     * A tile, or the full one at its place.
     *
     * @throws Failure UNAVAILABLE where it was carried and is not to be seen
     */
    Optional<byte[]> read(TilePath path) {
        Optional<byte[]> known = lately(path.full());
        if (known.isPresent()) {
            return known;
        }
        if (isRetired(path)) {
            return Optional.empty();
        }
        Optional<byte[]> full = isCarried(path.full())
                ? Optional.of(blobs.fetch(FOLDER + path.full().text()))
                : blobs.read(FOLDER + path.full().text());
        full.ifPresent(bytes -> keep(path.full(), bytes));
        return path.isFull() ? full : full.or(() -> blobs.read(FOLDER + path.text()));
    }

    private synchronized Optional<byte[]> lately(TilePath path) {
        return Optional.ofNullable(lately.get(path));
    }

    private synchronized void keep(TilePath path, byte[] bytes) {
        lately.put(path, bytes);
    }

    private boolean isCarried(TilePath path) {
        long hashes = carried() >> (TilePath.HEIGHT * Math.max(path.level(), 0));
        return path.index() * TilePath.FULL + path.width() <= hashes;
    }

    boolean isRetired(TilePath path) {
        return path.level() == TilePath.ENTRIES && (path.index() + 1) * TilePath.FULL <= retained.getAsLong();
    }

    Optional<String> note(String name) {
        return blobs.read(FOLDER + name).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    void writeNote(String name, String note) {
        blobs.replace(FOLDER + name, note.getBytes(StandardCharsets.UTF_8));
        blobs.sync();
    }

    /** @throws Failure CONFLICT where another tile is there */
    void write(TilePath path, byte[] bytes) {
        blobs.create(FOLDER + path.text(), bytes);
    }

    /** Removes the partial tiles at a place where there is a full one. */
    void removePartials(TilePath full) {
        List<Blobs.Stored> partials = blobs.list(FOLDER + full.text() + ".p/", "", TilePath.FULL);
        partials.forEach(partial -> blobs.delete(partial.name()));
    }

    void remove(TilePath path) {
        blobs.delete(FOLDER + path.text());
        synchronized (this) {
            lately.remove(path);
        }
    }
}
