package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.Launcher;
import dev.sallyport.model.access.CommandRules;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.sshd.common.session.Session;

/** Turns what a client asks to run into what is run. */
final class SessionPlanner {

    /** The program behind the subsystem {@code sftp}, where Debian, Red Hat, Arch, Alpine and SUSE have it. */
    private static final List<Path> SFTP_SERVERS = List.of(
            Path.of("/usr/lib/openssh/sftp-server"),
            Path.of("/usr/libexec/openssh/sftp-server"),
            Path.of("/usr/lib/ssh/sftp-server"),
            Path.of("/usr/libexec/sftp-server"));

    private final Workshop workshop;
    private final Passage passage;
    private final SessionEnvironment environment;
    private final Session session;

    SessionPlanner(Workshop workshop, Passage passage, SessionEnvironment environment, Session session) {
        this.workshop = workshop;
        this.passage = passage;
        this.environment = environment;
        this.session = session;
    }

    SessionPlan plan(SessionPlan.Kind kind, String asked, Optional<SessionPlan.Terminal> terminal) {
        UUID id = id();
        passage.began(id);
        Map<String, String> env = environment(id, terminal);
        return switch (passage.verdict(kind, asked)) {
            case CommandRules.Verdict.Instead(String forced) -> {
                if (!asked.isEmpty()) {
                    env.put("SSH_ORIGINAL_COMMAND", asked);
                }
                yield new SessionPlan(
                        id, SessionPlan.Kind.EXEC, Optional.of(forced), true, Optional.empty(), terminal, env);
            }
            case CommandRules.Verdict.Refused(String why) ->
                new SessionPlan(id, kind, command(kind, asked), false, Optional.of(why), terminal, env);
            case CommandRules.Verdict.Run _ ->
                new SessionPlan(id, kind, command(kind, asked), false, Optional.empty(), terminal, env);
        };
    }

    private Optional<String> command(SessionPlan.Kind kind, String asked) {
        return switch (kind) {
            case SHELL -> Optional.empty();
            case EXEC -> Optional.of(asked);
            case SUBSYSTEM -> Optional.of(asked.equals("sftp") ? sftpServer() : "");
        };
    }

    /** Empty when there is none: then the session says so. */
    private String sftpServer() {
        return workshop.settings()
                .sftpServer()
                .or(() -> SFTP_SERVERS.stream().filter(Files::isExecutable).findFirst())
                .map(Path::toString)
                .orElse("");
    }

    private UUID id() {
        String given = passage.takeSessionId();
        try {
            return given == null ? workshop.ids().next() : UUID.fromString(given);
        } catch (IllegalArgumentException e) {
            return workshop.ids().next();
        }
    }

    private Map<String, String> environment(UUID id, Optional<SessionPlan.Terminal> terminal) {
        Map<String, String> env = environment.of(passage.user());
        terminal.ifPresent(wanted -> env.put("TERM", wanted.type()));
        env.put(Launcher.SESSION, id.toString());
        String from = address(session.getRemoteAddress());
        String to = address(session.getLocalAddress());
        env.put("SSH_CLIENT", from + " " + port(session.getLocalAddress()));
        env.put("SSH_CONNECTION", from + " " + to);
        passage.agentSocket().path().ifPresent(path -> env.put("SSH_AUTH_SOCK", path.toString()));
        return env;
    }

    private static String address(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress() + " " + inet.getPort()
                : "UNKNOWN 0";
    }

    private static int port(SocketAddress address) {
        return address instanceof InetSocketAddress inet ? inet.getPort() : 0;
    }
}
