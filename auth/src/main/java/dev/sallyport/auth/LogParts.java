package dev.sallyport.auth;

import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.auth.export.Exports;
import dev.sallyport.auth.log.Backlog;
import dev.sallyport.auth.log.HttpWitnessDialer;
import dev.sallyport.auth.log.LogFiles;
import dev.sallyport.auth.log.LogKeeper;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.TileFolder;
import dev.sallyport.auth.log.Witnesses;
import dev.sallyport.auth.notice.Couriers;
import dev.sallyport.auth.retention.EventRetention;
import dev.sallyport.auth.search.EventIndex;
import dev.sallyport.auth.search.EventSearch;
import dev.sallyport.auth.search.IndexFile;
import dev.sallyport.auth.search.Indexer;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** The audit log: what grows it and what reads it. */
record LogParts(
        LogKeeper keeper,
        Archiving archiving,
        LogFiles files,
        Witnesses witnesses,
        Store indexStore,
        Indexer indexer,
        EventSearch search,
        Exports exports,
        Couriers couriers,
        Optional<EventRetention> retention)
        implements AutoCloseable {

    static LogParts wire(
            AuthSettings settings,
            TrailStorage storage,
            Store store,
            NoteSigner signer,
            Ledger ledger,
            Backlog backlog,
            InstantSource clock) {
        Archiving archiving = Archiving.wire(settings, storage, store, signer.key(), clock);
        TileFolder folder = archiving.folder();
        LogLeaves leaves = new LogLeaves(store);
        Witnesses witnesses =
                new Witnesses(folder, settings.logFolder(), settings.trail().witnesses(), new HttpWitnessDialer());
        LogKeeper keeper = new LogKeeper(store, folder, signer, clock, backlog, witnesses::offer);
        Store indexStore = IndexFile.open(settings.dataDir(), clock);
        EventIndex index = new EventIndex(indexStore);
        Indexer indexer = new Indexer(leaves, index);
        Exports exports = new Exports(settings.trail().exports(), leaves, store);
        Couriers couriers = new Couriers(settings.trail().notices(), leaves, store, clock);
        LongSupplier passed = () -> passed(keeper, indexer, archiving, exports, couriers);
        return new LogParts(
                keeper,
                archiving,
                new LogFiles(folder, leaves),
                witnesses,
                indexStore,
                indexer,
                new EventSearch(leaves, index),
                exports,
                couriers,
                settings.trail()
                        .retention()
                        .events()
                        .map(kept -> new EventRetention(kept, store, leaves, folder, signer, passed, ledger, clock)));
    }

    /** All events before this one have been wherever they are to go. */
    private static long passed(
            LogKeeper keeper, Indexer indexer, Archiving archiving, Exports exports, Couriers couriers) {
        return LongStream.of(
                        keeper.signedEntries(),
                        indexer.passed(),
                        archiving.passed(),
                        exports.passed(),
                        couriers.passed())
                .min()
                .orElse(0);
    }

    /** Lets go what is past retention. */
    void retire() {
        retention.ifPresent(EventRetention::look);
    }

    void start() {
        witnesses.start();
        keeper.start();
        archiving.start();
        indexer.start();
        exports.start();
        couriers.start();
    }

    /** Why the log does not do all that it should; empty where it does. */
    Optional<String> trouble() {
        return keeper.trouble().or(witnesses::trouble);
    }

    @Override
    public void close() {
        couriers.close();
        exports.close();
        indexer.close();
        keeper.close();
        archiving.close();
        witnesses.close();
        indexStore.close();
    }
}
