package dev.sallyport.testing.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A server with its files in a folder of its own. The user {@code postgres} may do everything, without a password; others need one. */
public final class PostgresServer implements AutoCloseable {

    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "max_connections", "60");

    private static final String LOGINS = """
            host all postgres 127.0.0.1/32 trust
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private final Path data;
    private final Map<String, String> settings;
    private final int port;
    private EmbeddedPostgres running;

    private PostgresServer(Path data, Map<String, String> settings) throws IOException {
        this.data = data;
        this.settings = settings;
        this.running = start(data, 0, settings);
        this.port = running.getPort();
    }

    /** Makes it; its files go into {@code data}. */
    public static PostgresServer start(Path data) throws IOException {
        return new PostgresServer(data, Map.of());
    }

    /** The same, with settings of {@code postgresql.conf}. */
    public static PostgresServer start(Path data, Map<String, String> settings) throws IOException {
        return new PostgresServer(data, settings);
    }

    private static EmbeddedPostgres start(Path data, int port, Map<String, String> settings) throws IOException {
        Path logins = data.resolveSibling(data.getFileName() + ".hba");
        Files.writeString(logins, LOGINS);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setServerConfig("hba_file", logins.toAbsolutePath().toString())
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(true);
        DURABLE.forEach(builder::setServerConfig);
        settings.forEach(builder::setServerConfig);
        return builder.start();
    }

    public int port() {
        return port;
    }

    /** Runs statements as {@code postgres}. */
    public void run(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** A connection as {@code postgres}. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", "");
    }

    /** SIGKILL to its first process; those below notice and end. */
    public void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
        ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> below = first.children().toList();
        first.destroyForcibly();
        first.onExit().join();
        below.forEach(each -> each.onExit().join());
        running.close();
    }

    /** After {@link #kill}: it finds its files as the killed one left them. */
    public void startAgain() throws IOException {
        running = start(data, port, settings);
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
