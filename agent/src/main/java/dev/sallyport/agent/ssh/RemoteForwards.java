package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.ForwardEvent;
import dev.sallyport.audit.event.ForwardEvent.Direction;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.apache.sshd.common.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of {@code -R} of one connection (RFC 4254, section 7.1). They listen on the loopback address whatever
 * address was asked for, as sshd does unless told otherwise, and are gone with the connection.
 */
final class RemoteForwards {

    private static final Logger log = LoggerFactory.getLogger(RemoteForwards.class);

    private static final String CHANNEL = "forwarded-tcpip";
    private static final int FIRST_UNPRIVILEGED = 1024;
    private static final int MOST = 64;

    /** What the client asked for: it tells its forwards apart by these. */
    private record Asked(String address, int port) {}

    private final Session session;
    private final Passage passage;
    private final Workshop workshop;
    private final Map<Asked, ServerSocketChannel> listeners = new HashMap<>();
    private boolean closed;

    RemoteForwards(Session session, Passage passage, Workshop workshop) {
        this.session = session;
        this.passage = passage;
        this.workshop = workshop;
    }

    /**
     * Listens.
     *
     * @param port 0: any
     * @return the port
     * @throws Failure when it may not or cannot
     */
    synchronized int listen(String address, int port) throws IOException {
        check(address, port);
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            int bound = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            workshop.journal()
                    .event(new ForwardEvent.Port(
                            workshop.ids().head(passage.subject()), Direction.REMOTE, "127.0.0.1:" + bound));
            Asked asked = new Asked(address, bound);
            listeners.put(asked, listener);
            Thread.ofVirtual().name("remote-forward").start(() -> accept(listener, asked));
            return bound;
        } catch (IOException | RuntimeException e) {
            Closing.quietly(listener);
            throw e;
        }
    }

    /** Stops listening; false when there is no such forward. */
    synchronized boolean cancel(String address, int port) {
        ServerSocketChannel listener = listeners.remove(new Asked(address, port));
        if (listener != null) {
            Closing.quietly(listener);
        }
        return listener != null;
    }

    synchronized void close() {
        closed = true;
        listeners.values().forEach(Closing::quietly);
        listeners.clear();
    }

    private void check(String address, int port) {
        if (closed) {
            throw Failure.of(FailureCode.UNAVAILABLE, "the connection is over");
        }
        if (!passage.mayForwardPorts()) {
            throw refused(address, port, "your roles do not allow port forwarding");
        }
        if (port < 0 || port > 65_535) {
            throw refused(address, port, "there is no such port");
        }
        if (port > 0 && port < FIRST_UNPRIVILEGED && passage.user().uid() != 0) {
            throw refused(address, port, "ports below 1024 are root's");
        }
        if (listeners.size() >= MOST) {
            throw refused(address, port, "this connection listens on " + MOST + " ports already");
        }
    }

    private Failure refused(String address, int port, String reason) {
        workshop.journal()
                .event(new ForwardEvent.PortDenied(
                        workshop.ids().head(passage.subject()), Direction.REMOTE, address + ":" + port, reason));
        return Failure.of(FailureCode.DENIED, reason);
    }

    private void accept(ServerSocketChannel listener, Asked asked) {
        try {
            while (true) {
                SocketChannel connection = listener.accept();
                connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
                InetSocketAddress peer = (InetSocketAddress) connection.getRemoteAddress();
                int most = workshop.settings().maxChannels();
                ReverseChannel.open(session, passage, most, CHANNEL, connection, opening -> {
                    opening.putString(asked.address());
                    opening.putUInt(asked.port());
                    opening.putString(peer.getAddress().getHostAddress());
                    opening.putUInt(peer.getPort());
                });
            }
        } catch (IOException e) {
            log.debug("remote forward ends port={} reason={}", asked.port(), e.toString());
        }
    }
}
