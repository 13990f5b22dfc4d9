package dev.sallyport.e2e.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many at once, and people who go without a word: what they held is given back. */
@Tag("slow")
@ExtendWith(SharedWay.class)
class CrowdIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 8;
    private static final int SESSIONS_EACH = 25;

    /** Spares that wait, caches that fill: not leaks, and not two hundred. */
    private static final int SOME = 20;

    private final Way way;

    CrowdIT(Way way) {
        this.way = way;
    }

    @Test
    void twoHundredSessionsAtOnce() throws IOException {
        // Given
        way.ssh("true").orFail();
        long before = descriptors();
        Path folder = Files.createTempDirectory("sally-crowd");
        List<Background> masters = new ArrayList<>();
        List<Background> sessions = new ArrayList<>();
        try {
            // When: each says that it is there and stays
            for (int i = 0; i < CONNECTIONS; i++) {
                Path socket = folder.resolve("s" + i);
                Background master = client(List.of("-N", "-o", "ControlMaster=yes", "-o", "ControlPath=" + socket));
                masters.add(master);
                master.awaitFile(socket);
                for (int j = 0; j < SESSIONS_EACH; j++) {
                    sessions.add(client(List.of("-o", "ControlPath=" + socket), "echo here; cat; echo gone"));
                }
            }

            // Then: all are there at the same time, and all end in order
            List<BufferedReader> outputs =
                    sessions.stream().map(each -> each.process().inputReader()).toList();
            for (BufferedReader out : outputs) {
                assertThat(out.readLine()).isEqualTo("here");
            }
            for (int i = 0; i < sessions.size(); i++) {
                sessions.get(i).process().outputWriter().close();
                assertThat(outputs.get(i).readLine()).isEqualTo("gone");
                assertThat(sessions.get(i).process().onExit().join().exitValue())
                        .isZero();
            }
        } finally {
            sessions.forEach(Background::close);
            masters.forEach(Background::close);
            deleteAll(folder);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(descriptors()).isLessThan(before + SOME));
        await().atMost(SOON).untilAsserted(() -> assertThat(childrenOfAgent()).isEmpty());
    }

    @Test
    void clientGoneInMidTransferTakesTheCommandWithIt() throws IOException {
        // Given: an endless transfer
        way.ssh("true").orFail();
        long before = descriptors();
        Background endless = client(List.of(), "cat /dev/zero");
        assertThat(endless.process().getInputStream().readNBytes(1_000_000)).hasSize(1_000_000);
        assertThat(childrenOfAgent()).isNotEmpty();

        // When: it is killed, without a goodbye
        endless.process().destroyForcibly();

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(childrenOfAgent()).isEmpty());
        await().atMost(SOON).untilAsserted(() -> assertThat(descriptors()).isLessThan(before + SOME));
        endless.close();
    }

    private Background client(List<String> options, String... command) {
        List<String> line = new ArrayList<>(List.of("ssh", "-F", way.knock().toString(), "-o", "BatchMode=yes"));
        line.addAll(options);
        line.add(way.target());
        line.addAll(List.of(command));
        return Background.start(way, line);
    }

    /** Commands of sessions: what the agent started and still waits for. */
    private List<ProcessHandle> childrenOfAgent() {
        return ProcessHandle.of(way.agent().pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .filter(process -> !isReaper(process))
                .toList();
    }

    /** The one that ends sessions when the agent is killed; it stays. */
    private static boolean isReaper(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .contains("sallyport-session-reaper");
        } catch (IOException gone) {
            return false;
        }
    }

    private long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + way.agent().pid() + "/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> file.toFile().delete());
        }
        Files.delete(folder);
    }
}
