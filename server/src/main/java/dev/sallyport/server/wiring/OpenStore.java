package dev.sallyport.server.wiring;

import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.SecretFile;
import dev.sallyport.server.config.DaemonConfig;
import dev.sallyport.store.HistoryLimits;
import dev.sallyport.store.PostgresSettings;
import dev.sallyport.store.PostgresStore;
import dev.sallyport.store.SqliteStore;
import dev.sallyport.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Auth's store, as the configuration wants it.
 *
 * @param where for the status
 * @param trouble why nothing can be written; empty while all is well
 */
record OpenStore(Store store, String where, Supplier<Optional<String>> trouble) {

    private static final Logger LOG = LoggerFactory.getLogger(OpenStore.class);
    private static final String FILE = "store.db";
    private static final String PASSWORD = "PGPASSWORD";

    /** Waits while another auth writes the same database. */
    static OpenStore open(Optional<DaemonConfig.Database> database, Path dataDir, InstantSource clock)
            throws InterruptedException {
        if (database.isEmpty()) {
            return new OpenStore(SqliteStore.open(dataDir.resolve(FILE), clock), "SQLite", Optional::empty);
        }
        PostgresSettings settings = settings(database.get());
        PostgresStore store = PostgresStore.open(
                settings,
                clock,
                who -> LOG.info("event=stands_by store=\"{}\" written_by=\"{}\"", settings.place(), who));
        return new OpenStore(store, settings.place() + " schema " + settings.schema(), store::trouble);
    }

    private static PostgresSettings settings(DaemonConfig.Database from) {
        return new PostgresSettings(
                new PostgresSettings.Place(from.host(), from.port(), from.database()),
                new PostgresSettings.Login(from.user(), password(from.passwordFile())),
                new PostgresSettings.Tls(from.sslmode(), from.ca(), from.certificate(), from.key()),
                from.schema(),
                from.connections(),
                HistoryLimits.DEFAULT,
                Keyspace.timed());
    }

    private static Optional<String> password(Optional<Path> file) {
        try {
            return file.isPresent()
                    ? Optional.of(SecretFile.read(file.get()))
                    : Optional.ofNullable(System.getenv(PASSWORD));
        } catch (IOException e) {
            throw Failure.of(
                    FailureCode.INVALID,
                    "the password file " + file.get() + " cannot be read: " + e.getMessage()
                            + "; see auth.store.password_file",
                    e);
        }
    }
}
