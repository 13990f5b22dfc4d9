package dev.sallyport.auth;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.auth.log.HttpWitnessDialer;
import dev.sallyport.auth.log.LogFiles;
import dev.sallyport.auth.log.LogKeeper;
import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.TileFolder;
import dev.sallyport.auth.log.Witnesses;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.Optional;

/** The audit log: what grows it and what reads it. */
record LogParts(LogKeeper keeper, LogFiles files, Witnesses witnesses) implements AutoCloseable {

    static LogParts wire(AuthSettings settings, Store store, NoteSigner signer, InstantSource clock) {
        TileFolder folder = new TileFolder(settings.logFolder(), Disk.REAL);
        Witnesses witnesses =
                new Witnesses(folder, settings.logFolder(), settings.witnesses(), new HttpWitnessDialer());
        LogKeeper keeper = new LogKeeper(store, folder, signer, clock, witnesses::offer);
        return new LogParts(keeper, new LogFiles(folder, new LogLeaves(store)), witnesses);
    }

    void start() {
        witnesses.start();
        keeper.start();
    }

    /** Why the log does not do all that it should; empty where it does. */
    Optional<String> trouble() {
        return keeper.trouble().or(witnesses::trouble);
    }

    @Override
    public void close() {
        keeper.close();
        witnesses.close();
    }
}
