package dev.sallyport.auth;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.log.NoteKey;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.TileArchive;
import dev.sallyport.auth.log.TileCarrier;
import dev.sallyport.auth.log.TileFolder;
import dev.sallyport.auth.s3.S3Blobs;
import dev.sallyport.model.Metric;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log's folder, and what carries it to a bucket, where there is one. */
record Archiving(TileFolder folder, Optional<TileCarrier> carrier, Optional<S3Blobs> bucket) implements AutoCloseable {

    static Archiving wire(AuthSettings settings, TrailStorage storage, Store store, NoteKey key, InstantSource clock) {
        LogLeaves leaves = new LogLeaves(store);
        Optional<TileArchive> archive =
                storage.bucket().map(bucket -> new TileArchive(storage.place(), bucket, store, leaves::retained));
        TileFolder folder = new TileFolder(settings.logFolder(), Disk.REAL, archive);
        return new Archiving(
                folder, archive.map(to -> new TileCarrier(folder, to, leaves, key, clock)), storage.bucket());
    }

    void start() {
        carrier.ifPresent(TileCarrier::start);
    }

    /** All entries before this one are where they are to be. */
    long passed() {
        return carrier.map(TileCarrier::passed).orElse(Long.MAX_VALUE);
    }

    /** Why the bucket has not what it should; empty where it has, or there is none. */
    Optional<String> trouble() {
        return carrier.flatMap(TileCarrier::trouble).or(() -> bucket.flatMap(S3Blobs::trouble));
    }

    List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        carrier.ifPresent(to -> metrics.add(Metric.gauge(
                "sallyport_auth_log_carry_behind",
                "Signed entries of the audit log that the bucket does not have yet.",
                (double) to.behind())));
        bucket.ifPresent(to -> metrics.addAll(to.metrics()));
        return metrics;
    }

    @Override
    public void close() {
        carrier.ifPresent(TileCarrier::close);
    }
}
