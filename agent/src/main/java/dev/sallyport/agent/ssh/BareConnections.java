package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousChannelGroup;
import java.util.concurrent.ExecutorService;
import org.apache.sshd.common.PropertyResolver;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.nio2.Nio2Service;

/** Sockets that are connected already, as MINA's sessions: what its acceptor does after accepting. */
final class BareConnections extends Nio2Service implements Connections<Inbound.Bare> {

    private final PropertyResolver properties;
    private final IoHandler handler;

    BareConnections(
            PropertyResolver properties, IoHandler handler, AsynchronousChannelGroup group, ExecutorService executor) {
        super(properties, handler, group, executor);
        this.properties = properties;
        this.handler = handler;
    }

    @Override
    public void serve(Inbound.Bare inbound) throws Exception {
        inbound.channel().setOption(StandardSocketOptions.TCP_NODELAY, true);
        BareConnection connection = new BareConnection(this, properties, handler, inbound);
        try {
            handler.sessionCreated(connection);
            mapSession(connection);
            connection.startReading();
        } catch (Exception e) {
            connection.close(true);
            throw e;
        }
    }

    @Override
    public void cut() throws IOException {
        close(true).await(CUT_MILLIS);
    }
}
