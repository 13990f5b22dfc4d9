package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.net.SocketAddress;
import org.apache.sshd.common.PropertyResolver;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.io.nio2.Nio2Session;
import org.apache.sshd.common.util.buffer.Buffer;

/** A socket whose other end is the proxy; for everything above, it comes from where the person is. */
final class BareConnection extends Nio2Session {

    private final Inbound.Bare inbound;
    private final ConnectionGauge gauge = new ConnectionGauge(this);

    BareConnection(BareConnections service, PropertyResolver properties, IoHandler handler, Inbound.Bare inbound)
            throws IOException {
        super(service, properties, handler, inbound.channel(), null);
        this.inbound = inbound;
        setAttribute(Inbound.class, inbound);
        setAttribute(ConnectionGauge.class, gauge);
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return Source.parse(inbound.source())
                .<SocketAddress>map(address -> address)
                .orElseGet(super::getRemoteAddress);
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) throws IOException {
        long bytes = buffer.available();
        gauge.outgoing(bytes);
        IoWriteFuture future = super.writeBuffer(buffer);
        future.addListener(_ -> gauge.sent(bytes));
        return future;
    }
}
