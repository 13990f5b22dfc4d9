package dev.sallyport.auth.search;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.HistoryLimits;
import dev.sallyport.store.SqliteSettings;
import dev.sallyport.store.SqliteStore;
import dev.sallyport.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The index's file, {@code data_dir/search-2.db}: damaged, it is made again, because everything in it comes from the log. */
public final class IndexFile {

    private static final Logger LOG = LoggerFactory.getLogger(IndexFile.class);

    /** The number is that of its form: another form begins another file. */
    private static final String NAME = "search-2.db";

    /** Nobody watches it. */
    private static final SqliteSettings SETTINGS =
            new SqliteSettings(new HistoryLimits(1, Duration.ofSeconds(1)), 64L << 30, 4);

    private IndexFile() {}

    /** @throws Failure UNAVAILABLE or CONFLICT where the file cannot be had */
    public static Store open(Path dataDir, InstantSource clock) {
        Path file = dataDir.resolve(NAME);
        try {
            return SqliteStore.open(file, SETTINGS, clock);
        } catch (Failure e) {
            if (e.code() != FailureCode.INTERNAL) {
                throw e;
            }
            LOG.warn("event=index_made_again reason={}", e.text());
            remove(file);
            return SqliteStore.open(file, SETTINGS, clock);
        }
    }

    private static void remove(Path file) {
        try {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
            }
        } catch (IOException e) {
            throw Failure.of(FailureCode.UNAVAILABLE, "the index " + file + " cannot be removed: " + e, e);
        }
    }
}
