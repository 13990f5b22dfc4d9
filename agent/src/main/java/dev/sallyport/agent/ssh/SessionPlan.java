package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.Pty;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a session is to run.
 *
 * @param id of the session and its recording
 * @param kind as it was asked for
 * @param command what runs; empty for a shell
 * @param forced whether the certificate or a role says so, instead of the client
 * @param refusal why it must not run; empty: it may
 * @param terminal empty: pipes
 * @param env all of the environment
 */
record SessionPlan(
        UUID id,
        Kind kind,
        Optional<String> command,
        boolean forced,
        Optional<String> refusal,
        Optional<Terminal> terminal,
        Map<String, String> env) {

    /** What a client can ask a session channel to run (RFC 4254, section 6.5). */
    enum Kind {
        SHELL,
        EXEC,
        SUBSYSTEM;

        /** Its name in the protocol, in events and recordings. */
        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A terminal as the client asked for it. */
    record Terminal(String type, Pty.Size size, byte[] modes) {}

    /** The command line for events; empty for a shell. */
    String commandText() {
        return command.orElse("");
    }
}
