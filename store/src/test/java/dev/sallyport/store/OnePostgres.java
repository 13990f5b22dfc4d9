package dev.sallyport.store;

import dev.sallyport.testing.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One PostgreSQL for all test classes of this process; each test has a schema of its own. */
final class OnePostgres implements BeforeAllCallback {

    private static final ExtensionContext.Namespace OURS = ExtensionContext.Namespace.create(OnePostgres.class);

    private final AtomicInteger schemas = new AtomicInteger();
    private Optional<PostgresServer> server = Optional.empty();
    private String name = "";

    @Override
    public void beforeAll(ExtensionContext context) {
        server = Optional.of(
                context.getRoot().getStore(OURS).computeIfAbsent("server", _ -> start(), PostgresServer.class));
        name = context.getRequiredTestClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static PostgresServer start() {
        try {
            return PostgresServer.start(Files.createTempDirectory(Path.of("target"), "postgres-"));
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL cannot be started", e);
        }
    }

    /** Waits without a word where another still writes. */
    static PostgresStore open(PostgresSettings settings, InstantSource clock) {
        try {
            return PostgresStore.open(settings, clock, _ -> {});
        } catch (InterruptedException stopped) {
            throw new AssertionError("interrupted", stopped);
        }
    }

    PostgresServer server() {
        return server.orElseThrow();
    }

    PostgresSettings fresh() {
        return fresh(server().port());
    }

    PostgresSettings timed(TimeOrdered keys) {
        return settings(server().port(), List.of(keys));
    }

    /** A store of its own, by way of this port. */
    PostgresSettings fresh(int port) {
        return settings(port, List.of());
    }

    private PostgresSettings settings(int port, List<TimeOrdered> timed) {
        return new PostgresSettings(
                new PostgresSettings.Place("127.0.0.1", port, "postgres"),
                new PostgresSettings.Login("postgres", Optional.empty()),
                PostgresSettings.Tls.OFF,
                name + schemas.incrementAndGet(),
                4,
                StoreContract.SHORT_HISTORY,
                timed);
    }
}
