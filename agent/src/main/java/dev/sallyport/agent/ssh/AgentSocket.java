package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.UnixUser;
import dev.sallyport.audit.event.ForwardEvent;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.sshd.common.session.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket in this host through which the person's ssh-agent is reached ({@code -A}): one for a connection, made when
 * it is first asked for, gone with the connection. It lies in a directory that only the Unix user can enter.
 */
final class AgentSocket {

    private static final Logger log = LoggerFactory.getLogger(AgentSocket.class);

    private static final String CHANNEL = "auth-agent@openssh.com";

    private final Session session;
    private final UnixUser user;
    private final Workshop workshop;
    private @Nullable ServerSocketChannel listener;
    private @Nullable Path socket;
    private boolean closed;

    AgentSocket(Session session, UnixUser user, Workshop workshop) {
        this.session = session;
        this.user = user;
        this.workshop = workshop;
    }

    /** Path of the socket, for {@code SSH_AUTH_SOCK}. */
    synchronized Path open(Passage passage) throws IOException {
        if (closed) {
            throw new IOException("the connection is over");
        }
        Path present = socket;
        if (present != null) {
            return present;
        }
        workshop.journal().event(new ForwardEvent.Agent(workshop.ids().head(passage.subject())));
        Path directory = Files.createTempDirectory(workshop.settings().runtimeDirectory(), "sallyport-");
        Path path = directory.resolve("agent");
        socket = path;
        ServerSocketChannel bound = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener = bound;
        bound.bind(UnixDomainSocketAddress.of(path));
        // The directory last: until then nobody else can get in and change anything.
        give(path);
        give(directory);
        Thread.ofVirtual().name("agent-forward").start(() -> accept(bound, passage));
        return path;
    }

    /** Where it is, when it was asked for. */
    synchronized Optional<Path> path() {
        return Optional.ofNullable(socket);
    }

    private void give(Path path) throws IOException {
        if (workshop.users().root()) {
            Files.setAttribute(path, "unix:gid", user.gid(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:uid", user.uid(), LinkOption.NOFOLLOW_LINKS);
        }
    }

    private void accept(ServerSocketChannel bound, Passage passage) {
        try {
            while (true) {
                SocketChannel connection = bound.accept();
                ReverseChannel.open(session, passage, workshop.settings().maxChannels(), CHANNEL, connection, _ -> {});
            }
        } catch (IOException e) {
            log.debug("agent forwarding ends reason={}", e.toString());
        }
    }

    synchronized void close() {
        closed = true;
        ServerSocketChannel bound = listener;
        if (bound != null) {
            Closing.quietly(bound);
        }
        Path path = socket;
        if (path != null) {
            Closing.quietly(() -> Files.deleteIfExists(path));
            Path directory = path.getParent();
            if (directory != null) {
                Closing.quietly(() -> Files.deleteIfExists(directory));
            }
        }
    }
}
