package dev.sallyport.proxy.ssh;

import dev.sallyport.protocols.knock.KnockAnswer;
import dev.sallyport.protocols.tunnel.Service;
import dev.sallyport.proxy.count.Count;
import dev.sallyport.proxy.route.Passage;
import dev.sallyport.proxy.route.Ruling;
import dev.sallyport.proxy.route.Source;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Collections;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code direct-tcpip} (RFC 4254, section 7.2) to a host of the table, port 22 or 0, as {@code ssh -J} asks for it. */
final class JumpChannel extends AbstractServerChannel {

    private static final Logger log = LoggerFactory.getLogger(JumpChannel.class);
    private static final int SSH_PORT = 22;
    private static final int MAX_NAME = 255;

    private final JumpServer.Passages passages;
    private volatile @Nullable JumpPipe pipe;

    private JumpChannel(JumpServer.Passages passages) {
        super("", Collections.emptyList(), null);
        this.passages = passages;
    }

    /** Makes one for each opening. */
    record Factory(JumpServer.Passages passages) implements ChannelFactory {
        @Override
        public String getName() {
            return "direct-tcpip";
        }

        @Override
        public Channel createChannel(Session session) {
            return new JumpChannel(passages);
        }
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        String host = buffer.getString();
        int port = buffer.getInt();
        DefaultOpenFuture future = new DefaultOpenFuture(this, this);
        if (host.isEmpty() || host.length() > MAX_NAME || (port != SSH_PORT && port != 0)) {
            refuse(SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED, "only hosts of this cluster, port 22");
            return future;
        }
        switch (passages.parts().directory().find(host)) {
            case Ruling.Refused(KnockAnswer _, String text) -> refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, text);
            case Ruling.Reachable(var streams) ->
                Passage.open(
                        passages.parts().loops().next(),
                        Service.SSH,
                        passages.parts().sessions().next(),
                        source(),
                        streams,
                        agent -> opened(agent, future),
                        (_, text) ->
                                passages.workers().execute(() -> refuse(SshConstants.SSH_OPEN_CONNECT_FAILED, text)));
        }
        return future;
    }

    private String source() {
        SocketAddress client = getSession().getIoSession().getRemoteAddress();
        return Source.of(client);
    }

    /** On the agent's event loop; MINA is called elsewhere, because it may wait for a key exchange. */
    private void opened(io.netty.channel.Channel agent, DefaultOpenFuture future) {
        JumpPipe joined = new JumpPipe(this, agent, passages, this::sendEof);
        pipe = joined;
        passages.parts().counts().add(Count.PASSAGES);
        passages.open().incrementAndGet();
        agent.closeFuture().addListener(closed -> passages.open().decrementAndGet());
        addCloseFutureListener(closed -> joined.close());
        if (isClosing()) {
            joined.close();
            return;
        }
        passages.workers().execute(() -> {
            signalChannelOpenSuccess();
            future.setOpened();
            joined.begin();
        });
    }

    /** Answers with a text, which MINA by itself would not. The opening's future stays undone, so that there is one answer. */
    private void refuse(int code, String text) {
        Session session = getSession();
        log.info("jump refused source={} reason=\"{}\"", source(), text);
        passages.parts().counts().add(Count.KNOCKS_REFUSED);
        try {
            Buffer answer = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN_FAILURE, text.length() + 64);
            answer.putUInt(getRecipient());
            answer.putUInt(code);
            answer.putString(text);
            answer.putString("");
            session.writePacket(answer);
        } catch (IOException e) {
            log.debug("refusal not sent reason=\"{}\"", e.toString());
        } finally {
            close(true);
        }
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        JumpPipe joined = pipe;
        if (joined == null) {
            throw new IOException("data before the channel was open");
        }
        joined.fromClient(data, offset, (int) length);
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        throw new IOException("a direct-tcpip channel has no extended data");
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        JumpPipe joined = pipe;
        if (joined != null) {
            joined.clientEnded();
        }
    }
}
