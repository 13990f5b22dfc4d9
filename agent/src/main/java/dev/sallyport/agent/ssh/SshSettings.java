package dev.sallyport.agent.ssh;

import dev.sallyport.audit.recording.RecordingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the SSH service behaves. {@link #defaults()} and then what differs.
 *
 * @param pam whether sessions are opened through PAM ({@code runuser}); then /etc/environment and limits apply
 * @param acceptEnv names of variables that clients may set; a {@code *} at the end stands for anything
 * @param sftpServer the program behind the sftp subsystem; empty: looked for where distributions put it
 * @param maxConnections connections at a time; further ones are closed
 * @param maxChannels channels of one connection at a time
 * @param loginGrace time from the first byte to a proved identity
 * @param keepAliveInterval silence after which the client is asked whether it lives; zero: never
 * @param keepAliveMisses unanswered questions after which the connection ends
 * @param hangupGrace time between SIGHUP and SIGKILL for what a lost connection leaves running
 * @param recording what happens to a session when its recording fails
 * @param recordInput whether what people type is recorded too
 * @param runtimeDirectory where sockets of forwarded ssh-agents are made; any user must be able to pass through it
 * @param banner text that clients show before a login; empty: none
 */
public record SshSettings(
        boolean pam,
        List<String> acceptEnv,
        Optional<Path> sftpServer,
        int maxConnections,
        int maxChannels,
        Duration loginGrace,
        Duration keepAliveInterval,
        int keepAliveMisses,
        Duration hangupGrace,
        RecordingMode recording,
        boolean recordInput,
        Path runtimeDirectory,
        String banner) {

    public SshSettings {
        acceptEnv = List.copyOf(acceptEnv);
        atLeastOne(maxConnections, "maxConnections");
        atLeastOne(maxChannels, "maxChannels");
        atLeastOne(keepAliveMisses, "keepAliveMisses");
    }

    /** What an agent does where nobody says otherwise. */
    public static SshSettings defaults() {
        return new SshSettings(
                false,
                List.of("LANG", "LC_*", "TERM", "COLORTERM"),
                Optional.empty(),
                1_000,
                2_048,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                3,
                Duration.ofSeconds(10),
                RecordingMode.STRICT,
                false,
                Path.of("/tmp"),
                "");
    }

    private static void atLeastOne(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
