package dev.sallyport.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.model.Failure;
import dev.sallyport.store.Store.Write;
import dev.sallyport.testing.postgres.PostgresServer;
import dev.sallyport.testing.process.ChildJvm;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server, and who writes, die by SIGKILL in the middle of commits: nothing acknowledged is lost, no commit is half there. */
@Timeout(120)
@Tag("slow")
final class PostgresKilledTest {

    private static final int KILLS = 2;
    private static final int WRITERS = 4;

    @TempDir
    Path directory;

    static PostgresSettings settings(int port) {
        return new PostgresSettings(
                new PostgresSettings.Place("127.0.0.1", port, "postgres"),
                new PostgresSettings.Login("postgres", Optional.empty()),
                PostgresSettings.Tls.OFF,
                "sallyport",
                2,
                HistoryLimits.DEFAULT,
                List.of());
    }

    @Test
    void nothing_acknowledged_is_lost_when_the_server_and_the_writer_are_killed() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        try (PostgresServer server = PostgresServer.start(directory)) {
            // When: the writer dies
            for (int round = 0; round < KILLS; round++) {
                try (ChildJvm writer = ChildJvm.start(StoreChild.class, "write-postgres", "" + server.port())) {
                    acknowledged.addAll(writer.lines(150));
                    acknowledged.addAll(writer.killAndDrain());
                }
                assertAllThere(server, acknowledged);
            }

            // When: the server dies, and the writer goes on with the next one
            try (PostgresStore store = OnePostgres.open(settings(server.port()), new TestClock())) {
                acknowledged.addAll(writeWhile(store, () -> {
                    server.kill();
                    server.startAgain();
                }));
                store.commit(pair("last"));
                acknowledged.add("last");
            }

            // Then
            assertAllThere(server, acknowledged);
        }
    }

    private interface Disaster {
        void happen() throws Exception;
    }

    private static List<Write> pair(String name) {
        byte[] value = name.repeat(20).getBytes(UTF_8);
        return List.of(new Write.Create("a/" + name, value, 0), new Write.Create("b/" + name, value, 0));
    }

    /** @return what was acknowledged */
    private static Set<String> writeWhile(Store store, Disaster disaster) throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        Semaphore commits = new Semaphore(0);
        AtomicBoolean writing = new AtomicBoolean(true);
        List<Thread> writers = IntStream.range(0, WRITERS)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    for (int n = 0; writing.get(); n++) {
                        if (isAcknowledged(store, "w" + i + "-" + n)) {
                            acknowledged.add("w" + i + "-" + n);
                            commits.release();
                        }
                    }
                }))
                .toList();
        commits.acquire(100);
        disaster.happen();
        commits.drainPermits();
        commits.acquire(100);
        writing.set(false);
        for (Thread writer : writers) {
            writer.join();
        }
        return acknowledged;
    }

    private static boolean isAcknowledged(Store store, String name) {
        try {
            store.commit(pair(name));
            return true;
        } catch (Failure open) {
            // Whether it is there is open; the next one has another name.
            return false;
        }
    }

    private static void assertAllThere(PostgresServer server, Set<String> acknowledged) {
        try (PostgresStore store = OnePostgres.open(settings(server.port()), new TestClock())) {
            Set<String> first = names(store, "a/");
            assertThat(first).containsAll(acknowledged).isEqualTo(names(store, "b/"));
            assertThat(store.revision()).isEqualTo(2L * first.size());
        }
    }

    private static Set<String> names(Store store, String prefix) {
        Set<String> names = new HashSet<>();
        List<Store.Entry> page = store.range(prefix, "", 1000);
        while (!page.isEmpty()) {
            page.forEach(entry -> names.add(entry.key().substring(prefix.length())));
            page = store.range(prefix, page.getLast().key(), 1000);
        }
        return names;
    }
}
