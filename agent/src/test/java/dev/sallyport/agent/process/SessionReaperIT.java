package dev.sallyport.agent.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of the agent, with real processes. */
class SessionReaperIT {

    private static final Duration A_FEW_SECONDS = Duration.ofSeconds(15);
    /** Larger than the kernel's ids are. */
    private static final int NO_PROCESS = 1 << 30;
    /** Twice 40 bytes each, into 256 KiB. */
    private static final int PIPE_LINES = 5_000;

    private final List<ProcessHandle> left = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        left.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void nothingOfARunningSessionOutlivesAKilledAgent() throws Exception {
        // Given: children in the background, in a session of their own, deaf to signals, and orphaned
        String session = "sleep 1000 & a=$!; setsid sleep 1000 & b=$!; nohup sleep 1000 >/dev/null 2>&1 & c=$!;"
                + " d=$(sh -c 'setsid sleep 1000 >/dev/null 2>&1 & echo $!'); trap '' HUP; echo $$ $a $b $c $d; wait";
        try (Child agent = Child.running(session)) {
            List<ProcessHandle> processes = agent.processes();
            left.addAll(processes);
            assertThat(processes).hasSize(5).allMatch(ProcessHandle::isAlive);

            // When
            agent.kill();

            // Then
            await().atMost(A_FEW_SECONDS)
                    .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void whatAnEndedSessionLeftOnPurposeStays() throws Exception {
        // Given: one session that ended and left a daemon, one that runs
        String ended = LauncherChild.ENDS + "echo $(setsid sleep 1000 >/dev/null 2>&1 & echo $!)";
        try (Child agent = Child.running(ended, "echo $$; exec sleep 1000")) {
            List<ProcessHandle> processes = agent.processes();
            left.addAll(processes);
            ProcessHandle daemon = processes.getFirst();
            ProcessHandle running = processes.getLast();

            // When
            agent.kill();

            // Then
            await().atMost(A_FEW_SECONDS).until(() -> !running.isAlive());
            assertThat(daemon.isAlive()).isTrue();
        }
    }

    @Test
    void aReaperThatWasKilledIsReplacedWithTheNextSession() throws Exception {
        // Given: the second session begins when the first has spoken, so it kills first
        String killsIt = "kill -9 $(pgrep -P $PPID -f sallyport-session-reaper); echo $$; exec sleep 1000";
        try (Child agent = Child.running(killsIt, "echo $$; exec sleep 1000")) {
            List<ProcessHandle> processes = agent.processes();
            left.addAll(processes);

            // When
            agent.kill();

            // Then: both, also the one that the dead reaper knew of
            await().atMost(A_FEW_SECONDS)
                    .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void aThousandSessionsCostItNoMoreEachThanOne() throws Exception {
        // Given
        List<String> tokens =
                Stream.generate(() -> UUID.randomUUID().toString()).limit(1_000).toList();
        ProcessHandle process;
        try (SessionReaper reaper = new SessionReaper()) {
            for (String token : tokens) {
                reaper.announce(token);
            }
            process = reaperOf(ProcessHandle.current());

            // When
            for (String token : tokens) {
                reaper.started(token, NO_PROCESS);
            }
            for (String token : tokens) {
                reaper.over(token);
            }

            // Then
            assertThat(reaperOf(ProcessHandle.current())).isEqualTo(process);
            assertThat(process.info().totalCpuDuration().orElseThrow()).isLessThan(Duration.ofSeconds(5));
        }
        await().atMost(A_FEW_SECONDS).until(() -> !process.isAlive());
    }

    @Test
    void oneThatHangsIsReplacedAndEndsNoSession() throws Exception {
        // Given
        Process session = new ProcessBuilder("sleep", "1000").start();
        left.add(session.toHandle());
        try (SessionReaper reaper = new SessionReaper()) {
            String token = UUID.randomUUID().toString();
            reaper.announce(token);
            reaper.started(token, Math.toIntExact(session.pid()));
            ProcessHandle hangs = reaperOf(ProcessHandle.current());
            signal("STOP", hangs);

            // When: more than its pipe holds
            for (int i = 0; i < PIPE_LINES && hangs.isAlive(); i++) {
                String another = UUID.randomUUID().toString();
                reaper.announce(another);
                reaper.over(another);
            }

            // Then
            await().atMost(A_FEW_SECONDS).until(() -> !hangs.isAlive());
            assertThat(reaperOf(ProcessHandle.current())).isNotEqualTo(hangs);
            assertThat(session.isAlive()).isTrue();
        }
    }

    private static void signal(String name, ProcessHandle to) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(to.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Waits for it: between its start and its program it has no arguments. */
    private static ProcessHandle reaperOf(ProcessHandle agent) {
        return await().atMost(A_FEW_SECONDS)
                .until(
                        () -> agent.children()
                                .filter(child -> Stream.of(
                                                child.info().arguments().orElse(new String[0]))
                                        .anyMatch("sallyport-session-reaper"::equals))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** A process that runs sessions. */
    private record Child(Process process, List<ProcessHandle> processes) implements AutoCloseable {

        static Child running(String... sessions) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", "")),
                    LauncherChild.class.getName()));
            command.addAll(List.of(sessions));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
            List<ProcessHandle> told = new ArrayList<>();
            String line = output.readLine();
            while (line != null && !line.equals("ready")) {
                for (String pid : line.split(" ", -1)) {
                    told.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
                }
                line = output.readLine();
            }
            return new Child(process, told);
        }

        void kill() throws InterruptedException {
            process.toHandle().destroyForcibly();
            process.waitFor();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
