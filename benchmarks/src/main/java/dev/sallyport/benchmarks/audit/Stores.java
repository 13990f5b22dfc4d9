package dev.sallyport.benchmarks.audit;

import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.store.HistoryLimits;
import dev.sallyport.store.PostgresSettings;
import dev.sallyport.store.PostgresStore;
import dev.sallyport.store.SqliteStore;
import dev.sallyport.store.Store;
import dev.sallyport.testing.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Makes empty stores of one kind. */
sealed interface Stores extends AutoCloseable {

    /** For titles; empty is the usual one. */
    String title();

    Store open(Path folder, InstantSource clock) throws InterruptedException;

    @Override
    void close() throws IOException;

    /** A file. */
    record Sqlite() implements Stores {

        @Override
        public String title() {
            return "";
        }

        @Override
        public Store open(Path folder, InstantSource clock) {
            return SqliteStore.open(folder.resolve("store.db"), clock);
        }

        @Override
        public void close() {}
    }

    /** A server on this machine, which shares its two cores with auth. */
    record Postgres(PostgresServer server) implements Stores {

        /** What a server is given that has a machine to itself; all that it acknowledges is forced to the disk. */
        private static final Map<String, String> SETTINGS =
                Map.of("shared_buffers", "512MB", "max_wal_size", "4GB", "wal_buffers", "16MB");

        static Postgres start(Path folder) throws IOException {
            Path data = Files.createTempDirectory(Files.createDirectories(folder), "postgres-");
            return new Postgres(PostgresServer.start(data, SETTINGS));
        }

        @Override
        public String title() {
            return " on PostgreSQL";
        }

        @Override
        public Store open(Path folder, InstantSource clock) throws InterruptedException {
            PostgresSettings settings = new PostgresSettings(
                    new PostgresSettings.Place("127.0.0.1", server.port(), "postgres"),
                    new PostgresSettings.Login("postgres", Optional.empty()),
                    PostgresSettings.Tls.OFF,
                    "bench_" + Integer.toHexString(folder.getFileName().hashCode()),
                    4,
                    HistoryLimits.DEFAULT,
                    Keyspace.timed());
            return PostgresStore.open(settings, clock, _ -> {});
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
