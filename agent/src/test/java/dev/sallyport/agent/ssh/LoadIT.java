package dev.sallyport.agent.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many sessions, large copies, clients that vanish. */
class LoadIT {

    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        // Two hundred clients at once on a busy machine with two cores may need longer than 30 s for their logins,
        // which is
        // not what is promised here.
        host = TestHost.start(TestHost.settings(Duration.ofMinutes(3), Duration.ZERO));
    }

    @AfterEach
    void stop() throws Exception {
        host.close();
    }

    @Test
    void twoHundredSessionsAtATime() throws Exception {
        // Given
        List<Ssh> sessions = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sessions.add(host.ssh(List.of(), "read line; echo got $line"));
        }

        // When all of them are in
        TestHost.eventually(120, () -> host.service().sessions() == 200);
        for (int i = 0; i < 200; i++) {
            sessions.get(i).type(i + "\n");
        }

        // Then
        for (int i = 0; i < 200; i++) {
            assertThat(sessions.get(i).end()).isEqualTo(new Ssh.Ran(0, "got " + i + "\n", ""));
        }
        TestHost.eventually(() -> host.service().sessions() == 0);
    }

    @Test
    void aClientThatVanishesInMidTransferLeavesNothing() throws Exception {
        // Given
        host.run("true");
        TestHost.eventually(() -> host.service().sessions() == 0);
        long before = descriptors();

        // When
        for (int i = 0; i < 10; i++) {
            ProcessBuilder.Redirect discard = ProcessBuilder.Redirect.DISCARD;
            List<String> line = new ArrayList<>(List.of("ssh"));
            line.addAll(host.options(host.files().resolve("id"), host.port()));
            String user = host.user().name() + "@127.0.0.1";
            line.addAll(i % 2 == 0 ? List.of(user, "cat /dev/zero") : List.of("-tt", user, "cat /dev/zero"));
            Process client = new ProcessBuilder(line)
                    .redirectOutput(discard)
                    .redirectError(discard)
                    .start();
            int expected = 1;
            TestHost.eventually(() -> processes().size() == expected);
            client.destroyForcibly().waitFor();
            TestHost.eventually(
                    () -> host.service().sessions() == 0 && processes().isEmpty());
        }

        // Then
        TestHost.eventually(() -> descriptors() <= before);
    }

    @Test
    void moreThanTheHeapHoldsFlowsBothWays() throws Exception {
        // Given a host whose heap is 64 MB
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            HostProcess.Place place = HostProcess.Place.parse(out.readLine());

            // When
            String bytes = "head -c 400000000 /dev/zero";
            String there = shell(bytes + " | " + ssh(place) + " 'sleep 1; wc -c'");
            String back = shell(ssh(place) + " '" + bytes + "' | { sleep 1; wc -c; }");

            // Then
            assertThat(there).isEqualTo("400000000");
            assertThat(back).isEqualTo("400000000");
            process.getOutputStream().close();
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroy();
        }
    }

    private static String ssh(HostProcess.Place place) {
        return "ssh "
                + String.join(" ", TestHost.options(place.files(), place.files().resolve("id"), place.port())) + " "
                + place.user() + "@127.0.0.1";
    }

    private static String shell(String line) throws Exception {
        return TestUser.run("sh", "-c", line).strip();
    }

    /** Processes of {@code cat /dev/zero} under this virtual machine. */
    private static List<ProcessHandle> processes() {
        return ProcessHandle.current()
                .descendants()
                .filter(handle -> handle.info().commandLine().orElse("").endsWith("cat /dev/zero")
                        && !handle.info().commandLine().orElse("").contains("ssh"))
                .filter(handle -> handle.info().command().orElse("").endsWith("cat"))
                .toList();
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
