package dev.sallyport.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.Event;
import dev.sallyport.api.v1.ListEventsRequest;
import dev.sallyport.server.cli.ExitCode;
import dev.sallyport.server.cli.Sallyportd;
import dev.sallyport.testing.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Auth with its store in a PostgreSQL, as processes that are killed. */
@Tag("slow")
@Timeout(180)
class PostgresTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void theOneThatStandsByTakesOverWithAllThatWasThereWhenTheOtherIsKilled() throws Exception {
        // Given
        Cluster cluster = new Cluster(directory);
        try (PostgresServer server = PostgresServer.start(directory.resolve("postgres"))) {
            server.run("postgres", "CREATE ROLE sallyport LOGIN PASSWORD 'secret-word'");
            server.run("postgres", "CREATE DATABASE sallyport OWNER sallyport");
            Files.writeString(directory.resolve("password"), "secret-word\n");
            Path first = config(cluster, "first", server.port());
            Path second = config(cluster, "second", server.port());
            Process killed = start(first, "first");
            await().atMost(SOON).until(() -> status(first) == ExitCode.OK);
            assertThat(log("first")).contains("store PostgreSQL at 127.0.0.1:" + server.port() + "/sallyport");
            var _ = start(second, "second");
            await().atMost(SOON).until(() -> log("second").contains("event=stands_by"));
            var _ = Person.loggedIn(cluster, "alice", "alice");

            // When
            killed.destroyForcibly();

            // Then
            await().atMost(SOON).until(() -> status(second) == ExitCode.OK);
            assertThat(events(cluster)).contains("user.create", "user.login");
            assertThat(Person.loggedIn(cluster, "bob", "bob").credentials().getTlsChainCount())
                    .isPositive();
            assertThat(log("first") + log("second")).doesNotContain("secret-word", "Exception");
        }
    }

    private static List<String> events(Cluster cluster) throws IOException {
        try (ApiChannel admin = cluster.admin()) {
            return AuditServiceGrpc.newBlockingStub(admin.channel())
                    .listEvents(ListEventsRequest.getDefaultInstance())
                    .getEventsList()
                    .stream()
                    .map(Event::getType)
                    .toList();
        }
    }

    private Path config(Cluster cluster, String name, int port) throws IOException {
        return Files.writeString(directory.resolve(name + ".yaml"), """
                cluster: {name: test.example}
                data_dir: all
                auth:
                  listen: '%1$s:3025'
                  store: {host: 127.0.0.1, port: %2$d, password_file: password}
                proxy: {listen: '%1$s:3080'}
                diagnostics: {listen: '%1$s:%3$d'}
                """.formatted(
                        cluster.proxyAddress().replaceAll(":.*", ""), port, name.equals("first") ? 3081 : 3082));
    }

    private Process start(Path config, String name) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dorg.sqlite.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sallyport.server.Main",
                        "start",
                        "-c",
                        config.toString()))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        started.add(process);
        return process;
    }

    private static int status(Path config) {
        return Sallyportd.run("status", "-c", config.toString());
    }

    private String log(String name) throws IOException {
        return Files.readString(directory.resolve(name + ".log"));
    }
}
