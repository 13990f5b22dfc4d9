package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.ForwardEvent;
import dev.sallyport.audit.event.ForwardEvent.Direction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collections;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;

/**
 * {@code direct-tcpip} (RFC 4254, section 7.2): behind {@code -L}, {@code -D} and {@code -W}. The connection is made by
 * the agent itself, not by the Unix user.
 */
final class DirectChannel extends AbstractServerChannel {

    static final String TYPE = "direct-tcpip";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_HOST = 255;

    private final Workshop workshop;
    private volatile @Nullable SocketRelay relay;

    private DirectChannel(Workshop workshop) {
        super("", Collections.emptyList(), null);
        this.workshop = workshop;
        CoreModuleProperties.WINDOW_SIZE.set(this, SocketRelay.WINDOW);
    }

    static ChannelFactory factory(Workshop workshop) {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return TYPE;
            }

            @Override
            public org.apache.sshd.common.channel.Channel createChannel(Session session) {
                return new DirectChannel(workshop);
            }
        };
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        String host = buffer.getString();
        int port = buffer.getInt();
        String target = host + ":" + port;
        Passage passage = Passage.of(getSession());
        if (passage == null || workshop.draining().get()) {
            return Refusal.prohibited(this, "this host takes no new channels now");
        }
        if (!passage.mayForwardPorts()) {
            String reason = "your roles do not allow port forwarding";
            workshop.journal()
                    .event(new ForwardEvent.PortDenied(
                            workshop.ids().head(passage.subject()), Direction.LOCAL, target, reason));
            return Refusal.prohibited(this, reason);
        }
        if (host.isEmpty() || host.length() > LONGEST_HOST || port < 1 || port > 65_535) {
            return Refusal.unreachable(this, "'" + Plain.text(target) + "' is no host and port");
        }
        if (!passage.enter(workshop.settings().maxChannels())) {
            return Refusal.tooMany(this, workshop.settings().maxChannels());
        }
        addCloseFutureListener(_ -> passage.leave());
        Thread.ofVirtual().name("forward-connect").start(() -> connect(passage, host, port));
        return Refusal.pending(this);
    }

    private void connect(Passage passage, String host, int port) {
        try {
            workshop.journal()
                    .event(new ForwardEvent.Port(
                            workshop.ids().head(passage.subject()), Direction.LOCAL, host + ":" + port));
            joined(dial(host, port));
        } catch (IOException | RuntimeException e) {
            Refusal.unreachable(this, "connecting to " + Plain.text(host) + ":" + port + " failed: " + e.getMessage());
        }
    }

    /** Tries all addresses of a name, as clients do. */
    private static SocketChannel dial(String host, int port) throws IOException {
        IOException last = new IOException("no address for " + host);
        for (InetAddress address : InetAddress.getAllByName(host)) {
            SocketChannel socket = SocketChannel.open();
            try {
                socket.socket().connect(new InetSocketAddress(address, port), (int) PATIENCE.toMillis());
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                return socket;
            } catch (IOException e) {
                last = e;
                Closing.quietly(socket);
            }
        }
        throw last;
    }

    private void joined(SocketChannel socket) {
        SocketRelay joined = new SocketRelay(this, socket, this::sendEof, ConnectionGauge.of(getSession()));
        relay = joined;
        if (isClosing()) {
            Closing.quietly(socket);
            return;
        }
        signalChannelOpenSuccess();
        joined.start();
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) throws IOException {
        SocketRelay joined = relay;
        if (joined != null) {
            Passage.touch(getSession());
            joined.input().data(data, off, (int) len);
        }
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        // There is no such stream on a socket; the bytes count as taken.
        getLocalWindow().release(len);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        SocketRelay joined = relay;
        if (joined != null) {
            joined.input().eof();
        }
    }
}
