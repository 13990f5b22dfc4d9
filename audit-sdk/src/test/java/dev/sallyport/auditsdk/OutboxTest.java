package dev.sallyport.auditsdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A service with a database of its own (SQLite) and a cluster's auth: what committed is in the log once, whoever dies when. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutboxTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private Cluster cluster;

    @TempDir
    private Path folder;

    private Connections database;
    private String url;
    private int before;

    @BeforeAll
    void start(@TempDir Path data) {
        cluster = new Cluster(data);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @BeforeEach
    void emptyShop() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("shop.db");
        database = () -> DriverManager.getConnection(url);
        try (Connection connection = database.open()) {
            connection.createStatement().execute("CREATE TABLE orders (thing TEXT)");
        }
        before = cluster.events().size();
    }

    @Test
    void aServiceKilledBetweenCommitAndDeliveryLosesNothing() throws Exception {
        // Given: the cluster is out of reach
        try (Road road = new Road(cluster.port(), Road.State.CLOSED)) {
            Process shop = shop(road);
            order(shop, 25);
            kill(shop);
            int whileAway = things().size();

            // When
            road.set(Road.State.OPEN);
            Process again = shop(road);
            await().atMost(LONG).until(() -> things().size() >= 25 && waiting() == 0);
            kill(again);

            // Then
            assertThat(whileAway).isZero();
            assertThat(things())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 25).mapToObj(i -> "thing-" + i).toList());
        }
    }

    @Test
    void aServiceKilledBetweenDeliveryAndItsAnswerDoublesNothing() throws Exception {
        // Given: auth stores, and the service never hears of it
        try (Road road = new Road(cluster.port(), Road.State.ONE_WAY)) {
            Process shop = shop(road);
            order(shop, 5);
            await().atMost(LONG).until(() -> !things().isEmpty());
            kill(shop);
            long waitingStill = waiting();

            // When
            road.set(Road.State.OPEN);
            Process again = shop(road);
            await().atMost(LONG).until(() -> waiting() == 0);
            kill(again);

            // Then
            assertThat(waitingStill).isEqualTo(5);
            assertThat(things()).containsExactly("thing-0", "thing-1", "thing-2", "thing-3", "thing-4");
        }
    }

    @Test
    void whatIsRolledBackIsNeverTold() throws Exception {
        // Given
        Outbox outbox = Outbox.open(database);
        try (Connection connection = database.open()) {
            connection.setAutoCommit(false);
            outbox.add(connection, Event.of("order.placed").with("thing", "no"));
            connection.rollback();
            outbox.add(connection, Event.of("order.placed").with("thing", "yes"));
            connection.commit();
        }

        // When
        try (Relay _ = outbox.deliver(destination(cluster.port()), RelayListener.NONE)) {
            await().atMost(LONG).until(() -> waiting() == 0);
        }

        // Then
        assertThat(things()).containsExactly("yes");
    }

    @Test
    void aDeadClusterSlowsNothingAndTheOutboxIsBounded() throws Exception {
        // Given
        Outbox outbox = Outbox.open(database, InstantSource.system(), 50);
        List<String> reasons = new ArrayList<>();
        RelayListener listener = new RelayListener() {
            @Override
            public void waits(String reason) {
                reasons.add(reason);
            }
        };
        try (Road road = new Road(cluster.port(), Road.State.CLOSED);
                Relay _ = outbox.deliver(destination(road.port()), listener);
                Connection connection = database.open()) {
            connection.setAutoCommit(false);

            // When
            for (int i = 0; i < 50; i++) {
                outbox.add(connection, Event.of("order.placed"));
            }
            connection.commit();
            await().atMost(LONG).until(() -> outbox.waiting() == 50);

            // Then
            assertThatThrownBy(() -> outbox.add(connection, Event.of("order.placed")))
                    .isInstanceOf(OutboxFull.class)
                    .hasMessageContaining("50 events wait");
            await().atMost(LONG).until(() -> !reasons.isEmpty());
            assertThat(things()).isEmpty();
        }
    }

    @Test
    void onlyThePinnedClusterIsTold() throws Exception {
        // Given
        Outbox outbox = Outbox.open(database);
        try (Connection connection = database.open()) {
            outbox.add(connection, Event.of("order.placed"));
        }
        Destination right = destination(cluster.port());
        Destination wrong =
                new Destination(right.host(), right.port(), "shop", right.token(), List.of("sha256:" + "0".repeat(64)));
        List<String> reasons = new ArrayList<>();

        // When
        try (Relay _ = outbox.deliver(wrong, new RelayListener() {
            @Override
            public void waits(String reason) {
                reasons.add(reason);
            }
        })) {
            await().atMost(LONG).until(() -> !reasons.isEmpty());
        }

        // Then
        assertThat(reasons.getFirst()).contains("none that is pinned");
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void whatAuthWouldRefuseDoesNotGetIn() {
        assertThatThrownBy(() -> Event.of("Order placed")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Event.of("order.placed").with("event_id", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Event.of("order.placed").with("thing", "x".repeat(4_097)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Event.of("order.placed").withCode("e1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWorstThatGetsInIsTakenWhole() throws Exception {
        // Given: every character escaped
        Event worst = Event.of("order.placed");
        for (String name : List.of("a", "b")) {
            worst = worst.with(name, "\u0001".repeat(4_096));
        }
        worst = worst.with("thing", "\ud83d\ude00\"\\\n".repeat(250));
        Outbox outbox = Outbox.open(database);
        try (Connection connection = database.open()) {
            outbox.add(connection, worst);
        }

        // When
        try (Relay _ = outbox.deliver(destination(cluster.port()), RelayListener.NONE)) {
            await().atMost(LONG).until(() -> waiting() == 0);
        }

        // Then
        assertThat(cluster.events().getLast().getFieldsMap()).containsAllEntriesOf(worst.fields());
    }

    private Process shop(Road road) throws IOException {
        Path destination = Files.writeString(folder.resolve("destination"), cluster.destination(road.port()));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.sqlite.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Shop.class.getName(),
                        url,
                        destination.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static void order(Process shop, int things) throws IOException {
        OutputStream to = shop.getOutputStream();
        BufferedReader from = shop.inputReader();
        for (int i = 0; i < things; i++) {
            to.write(("thing-" + i + "\n").getBytes(StandardCharsets.UTF_8));
            to.flush();
            assertThat(from.readLine()).isEqualTo("ordered thing-" + i);
        }
    }

    private static void kill(Process shop) throws InterruptedException {
        shop.destroyForcibly();
        shop.waitFor();
    }

    private Destination destination(int port) throws IOException {
        return Destination.read(Files.writeString(folder.resolve("to-" + port), cluster.destination(port)));
    }

    private long waiting() throws SQLException {
        try (Connection connection = database.open()) {
            return OutboxTable.count(connection);
        }
    }

    /** Of the events that this test added. */
    private List<String> things() {
        return cluster.events().stream()
                .skip(before)
                .map(event -> event.getFieldsOrDefault("thing", ""))
                .toList();
    }
}
