package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A channel that this side opens towards the client, for a connection that came in here: {@code -R} and {@code -A}. */
final class ReverseChannel extends AbstractClientChannel {

    private static final Logger LOG = LoggerFactory.getLogger(ReverseChannel.class);

    private final SocketRelay relay;
    private final SocketChannel socket;
    private final Consumer<Buffer> details;

    private ReverseChannel(String type, SocketChannel socket, Consumer<Buffer> details, ConnectionGauge gauge) {
        super(type);
        this.socket = socket;
        this.details = details;
        this.relay = new SocketRelay(this, socket, this::sendEof, gauge);
        CoreModuleProperties.WINDOW_SIZE.set(this, SocketRelay.WINDOW);
    }

    /**
     * Opens a channel for a socket that was accepted; closes the socket when that does not work.
     *
     * @param details puts what the type of channel wants to tell into the opening
     */
    static void open(
            Session session,
            Passage passage,
            int mostChannels,
            String type,
            SocketChannel socket,
            Consumer<Buffer> details) {
        if (!passage.enter(mostChannels)) {
            LOG.info("connection refused type={} reason=too-many-channels", type);
            Closing.quietly(socket);
            return;
        }
        ReverseChannel channel = new ReverseChannel(type, socket, details, ConnectionGauge.of(session));
        channel.addCloseFutureListener(_ -> passage.leave());
        try {
            session.getService(ConnectionService.class).registerChannel(channel);
            channel.open();
        } catch (IOException | RuntimeException e) {
            LOG.debug("channel not opened type={} error={}", type, e.toString());
            channel.close(true);
            Closing.quietly(socket);
        }
    }

    @Override
    public synchronized OpenFuture open() throws IOException {
        openFuture = new DefaultOpenFuture(this, futureLock);
        Buffer opening = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, 256);
        opening.putString(getChannelType());
        opening.putUInt(getChannelId());
        opening.putUInt(getLocalWindow().getSize());
        opening.putUInt(getLocalWindow().getPacketSize());
        details.accept(opening);
        getSession().writePacket(opening);
        return openFuture;
    }

    @Override
    protected void doOpen() {
        relay.start();
    }

    @Override
    public void handleOpenFailure(Buffer buffer) {
        super.handleOpenFailure(buffer);
        Closing.quietly(socket);
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) throws IOException {
        Passage.touch(getSession());
        relay.input().data(data, off, (int) len);
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        getLocalWindow().release(len);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        relay.input().eof();
    }
}
