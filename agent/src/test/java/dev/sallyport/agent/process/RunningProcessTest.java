package dev.sallyport.agent.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunningProcessTest {

    private static final UnixUser SELF = new UnixUsers().self();

    @Test
    void pipesKeepOutputAndErrorApartAndTheExitCode() throws IOException {
        // When
        try (RunningProcess process = sh("echo out; echo err >&2; exit 42", Map.of())) {
            // Then
            assertThat(all(process.output())).isEqualTo("out\n");
            assertThat(all(process.error().orElseThrow())).isEqualTo("err\n");
            assertThat(process.waitFor()).isEqualTo(new ExitState.Exited(42));
        }
    }

    @Test
    void inputReachesTheChildAndEnds() throws IOException {
        try (RunningProcess process = sh("cat", Map.of());
                Scratch scratch = Scratch.ofThread(64)) {
            // When
            process.input().writeNow(scratch, "hello".getBytes(UTF_8), 0, 5);
            process.endInput();

            // Then
            assertThat(all(process.output())).isEqualTo("hello");
            assertThat(process.waitFor()).isEqualTo(new ExitState.Exited(0));
        }
    }

    @Test
    void aSignalReachesTheWholeGroup() throws IOException {
        try (RunningProcess process = sh("sleep 1000 & sleep 1000; echo never", Map.of())) {
            // When
            assertThat(process.signal(15)).isTrue();

            // Then
            assertThat(all(process.output())).isEmpty();
            assertThat(process.waitFor()).isEqualTo(new ExitState.Signalled(15, false));
            assertThat(process.signal(15)).as("after being reaped").isFalse();
        }
    }

    @Test
    void theChildInheritsNothingButItsThreeDescriptorsAndTheGivenEnvironment() throws IOException {
        try (RunningProcess process = sh("env; ls -1 /proc/self/fd", Map.of("ONLY", "this"))) {
            assertThat(all(process.output())
                            .lines()
                            .filter(line -> !line.startsWith("PWD=")
                                    && !line.startsWith("_=")
                                    && !line.startsWith("SHLVL=")
                                    && !line.startsWith("OLDPWD=")))
                    // 3 is the directory that ls reads.
                    .containsExactly("ONLY=this", "0", "1", "2", "3");
            process.waitFor();
        }
    }

    @Test
    void aTerminalIsTheControllingOneHasItsSizeAndItsModes() throws IOException {
        // Given echo off (53 -> 0)
        byte[] modes = {53, 0, 0, 0, 0, 0};
        Launch.Terminal terminal = new Launch.Terminal(new Pty.Size(132, 50, 0, 0), modes, SELF);
        Launch launch = new Launch(
                "/bin/sh",
                List.of("sh", "-c", "tty; stty size; stty -a | grep -o -e '-echo '; ls -l $(tty) | cut -d' ' -f1"),
                Map.of("PATH", "/usr/bin:/bin"),
                "/",
                Optional.of(terminal));

        // When
        try (RunningProcess process = RunningProcess.start(launch)) {
            String name = process.pty().orElseThrow().name();

            // Then
            assertThat(all(process.output()).replace("\r", "")).isEqualTo(name + "\n50 132\n-echo \ncrw--w----\n");
            assertThat(process.waitFor()).isEqualTo(new ExitState.Exited(0));
        }
    }

    @Test
    void outputThatAStrayGrandchildWithholdsCanBeGivenUp() throws Exception {
        try (RunningProcess process = sh("setsid sleep 1000 & echo $!; exit 3", Map.of());
                Scratch scratch = Scratch.ofThread(64)) {
            byte[] buffer = new byte[64];
            int n = process.output().read(scratch, buffer, 0, 64);
            long stray = Long.parseLong(new String(buffer, 0, n, UTF_8).strip());
            assertThat(process.waitFor()).isEqualTo(new ExitState.Exited(3));

            // When
            Thread reader = Thread.ofPlatform().start(() -> all(process.output()));
            process.abandonOutput();

            // Then
            reader.join();
            ProcessHandle.of(stray).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aProgramThatIsNotThereIsAnErrorAndLeaksNothing() throws IOException {
        // Given
        sh("true", Map.of()).waitFor();
        long before = descriptors();

        // When
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> RunningProcess.start(
                            new Launch("/no/such/shell", List.of("x"), Map.of(), "/", Optional.empty())))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("/no/such/shell");
        }

        // Then
        assertThat(descriptors()).isEqualTo(before);
    }

    @Test
    void endedProcessesLeaveNoDescriptor() throws IOException {
        // Given
        long before = descriptors();

        // When
        for (int i = 0; i < 20; i++) {
            try (RunningProcess process = sh("true", Map.of())) {
                all(process.output());
                process.waitFor();
            }
        }

        // Then
        assertThat(descriptors()).isEqualTo(before);
    }

    private static RunningProcess sh(String command, Map<String, String> env) throws IOException {
        return RunningProcess.start(new Launch("/bin/sh", List.of("sh", "-c", command), env, "/", Optional.empty()));
    }

    private static String all(Descriptor descriptor) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        try (Scratch scratch = Scratch.ofThread(4096)) {
            int n;
            while ((n = descriptor.read(scratch, buffer, 0, buffer.length)) > 0) {
                all.write(buffer, 0, n);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return all.toString(UTF_8);
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
