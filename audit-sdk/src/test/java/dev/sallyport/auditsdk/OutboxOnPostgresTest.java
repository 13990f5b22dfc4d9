package dev.sallyport.auditsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.testing.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A service with several instances on a real PostgreSQL, and a cluster's auth. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxOnPostgresTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int INSTANCES = 6;

    @TempDir
    private Path folder;

    private Cluster cluster;
    private PostgresServer server;
    private Connections database;

    @BeforeAll
    void start(@TempDir Path data, @TempDir Path files) throws IOException {
        cluster = new Cluster(data);
        server = PostgresServer.start(files.resolve("postgres"));
        database = () -> server.connect("postgres");
    }

    @AfterAll
    void stop() throws IOException {
        server.close();
        cluster.close();
    }

    @Test
    void instancesThatBeginTogetherDeliverEachCommittedEventOnce() throws Exception {
        // Given
        List<Outbox> outboxes = new ArrayList<>();
        try (ExecutorService instances = Executors.newFixedThreadPool(INSTANCES)) {
            List<Future<Outbox>> opening = IntStream.range(0, INSTANCES)
                    .mapToObj(_ -> instances.submit(() -> Outbox.open(database)))
                    .toList();
            for (Future<Outbox> each : opening) {
                outboxes.add(each.get());
            }
        }
        for (int i = 0; i < INSTANCES; i++) {
            order(outboxes.get(i), "no", false);
            order(outboxes.get(i), "thing-" + i, true);
        }

        // When
        Destination destination =
                Destination.read(Files.writeString(folder.resolve("destination"), cluster.destination(cluster.port())));
        try (Relay _ = outboxes.getFirst().deliver(destination, RelayListener.NONE);
                Relay _ = outboxes.getLast().deliver(destination, RelayListener.NONE)) {
            await().atMost(LONG).until(() -> waiting() == 0);
        }

        // Then
        assertThat(cluster.events())
                .extracting(event -> event.getFieldsOrDefault("thing", ""))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, INSTANCES)
                        .mapToObj(i -> "thing-" + i)
                        .toList());
    }

    private void order(Outbox outbox, String thing, boolean commit) throws SQLException {
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            outbox.add(connection, Event.of("order.placed").with("thing", thing));
            if (commit) {
                connection.commit();
            } else {
                connection.rollback();
            }
        }
    }

    private long waiting() throws SQLException {
        try (Connection connection = database.open()) {
            return OutboxTable.count(connection);
        }
    }
}
