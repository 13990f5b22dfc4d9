package dev.sallyport.benchmarks.audit;

import dev.sallyport.audit.Disk;
import dev.sallyport.audit.log.Checkpoint;
import dev.sallyport.audit.log.EntrySource;
import dev.sallyport.audit.log.LogCheck;
import dev.sallyport.audit.log.LogFinding;
import dev.sallyport.audit.log.NoteSigner;
import dev.sallyport.audit.log.SignedNote;
import dev.sallyport.auth.log.Backlog;
import dev.sallyport.auth.log.LogKeeper;
import dev.sallyport.auth.log.TileFolder;
import dev.sallyport.pki.Keys;
import dev.sallyport.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One log from its first event to its verification.
 *
 * @param provableNanos from the beginning of a commit to the checkpoint over it, a sample a batch, sorted
 */
record LogRun(double appendsPerSecond, List<Long> provableNanos, double verifiedPerSecond) {

    static LogRun of(Path above, int events, Stores stores) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Files.createDirectories(above), "audit-");
        InstantSource clock = InstantSource.system();
        TileFolder tiles = new TileFolder(folder.resolve("log"), Disk.REAL);
        NoteSigner signer = NoteSigner.ofNotes("bench", Keys.ed25519(new SecureRandom()));
        try (Store store = stores.open(folder, clock)) {
            Appending load = new Appending(store, events);
            Backlog backlog = new Backlog();
            double appends;
            try (LogKeeper keeper = new LogKeeper(store, tiles, signer, clock, backlog, load::provable)) {
                keeper.start();
                appends = load.run(backlog);
                load.awaitProvable();
            }
            return new LogRun(appends, load.provableNanos(), verify(tiles));
        } finally {
            remove(folder);
        }
    }

    double provableMillis(int percent) {
        int at = Math.min(provableNanos.size() - 1, provableNanos.size() * percent / 100);
        return provableNanos.get(at) / 1e6;
    }

    private static double verify(TileFolder tiles) {
        Checkpoint checkpoint = Checkpoint.parse(
                SignedNote.parse(tiles.note("checkpoint").orElseThrow()).text());
        List<EntrySource> sources = List.of(new EntrySource("tiles", tiles::read));
        long began = System.nanoTime();
        Optional<LogFinding> found = new LogCheck(checkpoint, tiles::read, sources, _ -> {}).run(0, Long.MAX_VALUE);
        double seconds = (System.nanoTime() - began) / 1e9;
        if (found.isPresent()) {
            throw new IllegalStateException(found.get().toString());
        }
        return checkpoint.size() / seconds;
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
