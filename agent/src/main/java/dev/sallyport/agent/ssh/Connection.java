package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.DefaultCloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/**
 * One connection. A virtual thread reads and feeds the SSH session; another one writes what {@link Outgoing} could not write at
 * once. Packets that wait are bounded by what feeds them: channels by their own limit, replies by the {@link ConnectionGauge}.
 */
final class Connection extends AbstractCloseable implements IoSession {

    private static final int LEAST_READ = 4 * 1024;
    private static final int MOST_READ = 128 * 1024;

    private final Connections service;
    private final long id;
    private final IoHandler handler;
    private final Inbound inbound;
    private final Wire wire;
    private final SocketAddress remote;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final ConnectionGauge gauge = new ConnectionGauge(this);

    private final Outgoing outgoing;

    private final Object readLock = new Object();
    private boolean suspended;

    Connection(Connections service, long id, IoHandler handler, Inbound inbound) {
        this.service = service;
        this.id = id;
        this.handler = handler;
        this.inbound = inbound;
        this.wire = Wire.of(inbound);
        this.outgoing = new Outgoing(wire, service.parcels());
        this.remote = Source.parse(inbound.source())
                .orElseGet(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        attributes.put(Inbound.class, inbound);
        attributes.put(ConnectionGauge.class, gauge);
    }

    void start() {
        Thread.ofVirtual().name("ssh-read-" + id).start(this::readAll);
        Thread.ofVirtual().name("ssh-write-" + id).start(this::writeAll);
    }

    private void readAll() {
        ReadBuffer buffer = new ReadBuffer(LEAST_READ, MOST_READ);
        try {
            int n;
            while (awaitReading() && (n = wire.read(buffer.bytes())) >= 0) {
                handler.messageReceived(this, new ByteArrayBuffer(buffer.bytes(), 0, n));
                buffer.got(n);
            }
        } catch (Exception e) {
            report(e);
        }
        close(true);
    }

    private void report(Exception e) {
        if (!isOpen()) {
            return;
        }
        try {
            handler.exceptionCaught(this, e);
        } catch (Exception again) {
            log.debug("exceptionCaught({}) {}", this, again.toString());
        }
    }

    private void writeAll() {
        try {
            for (Outgoing.Pending next = outgoing.next(); next != null; next = outgoing.next()) {
                try {
                    wire.finish(next.bytes());
                } catch (IOException e) {
                    next.written().failed(e);
                    throw e;
                }
                next.written().done();
            }
        } catch (IOException e) {
            broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(true);
        }
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        Outgoing.Written written = new Outgoing.Written(id);
        int length = buffer.available();
        gauge.outgoing(length);
        written.addListener(_ -> gauge.sent(length));
        try {
            if (outgoing.write(ByteBuffer.wrap(buffer.array(), buffer.rpos(), length), written)) {
                written.done();
            }
        } catch (IOException e) {
            written.failed(e);
            // Not by this thread, which may hold locks of the session's.
            Thread.startVirtualThread(() -> broken(e));
        }
        return written;
    }

    /** The outgoing side of a session's connection. */
    static Outgoing outgoing(Session session) {
        if (session.getIoSession() instanceof Connection connection) {
            return connection.outgoing;
        }
        throw new IllegalStateException("a session without its connection");
    }

    private void broken(IOException e) {
        report(e);
        close(true);
    }

    private boolean awaitReading() throws InterruptedException {
        synchronized (readLock) {
            while (suspended && !isClosing()) {
                readLock.wait();
            }
        }
        return !isClosing();
    }

    @Override
    public void suspendRead() {
        synchronized (readLock) {
            suspended = true;
        }
    }

    @Override
    public void resumeRead() {
        synchronized (readLock) {
            suspended = false;
            readLock.notifyAll();
        }
    }

    /** Lets what is queued go out first. */
    @Override
    protected CloseFuture doCloseGracefully() {
        DefaultCloseFuture drained = new DefaultCloseFuture(id, futureLock);
        writeBuffer(new ByteArrayBuffer(new byte[0])).addListener(_ -> drained.setClosed());
        return drained;
    }

    @Override
    protected void doCloseImmediately() {
        List<Outgoing.Pending> dropped = outgoing.end();
        dropped.forEach(pending -> pending.written().failed(new ClosedChannelException()));
        inbound.close();
        resumeRead();
        service.forget(this);
        super.doCloseImmediately();
        try {
            handler.sessionClosed(this);
        } catch (Exception e) {
            log.debug("sessionClosed({}) {}", this, e.toString());
        }
    }

    @Override
    public void shutdownOutputStream() {
        // SSH never half-closes its connection.
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public @Nullable SocketAddress getAcceptanceAddress() {
        return null;
    }

    @Override
    public @Nullable Object getAttribute(Object key) {
        return attributes.get(key);
    }

    @Override
    public @Nullable Object setAttribute(Object key, Object value) {
        return attributes.put(key, value);
    }

    @Override
    public @Nullable Object setAttributeIfAbsent(Object key, Object value) {
        return attributes.putIfAbsent(key, value);
    }

    @Override
    public @Nullable Object removeAttribute(Object key) {
        return attributes.remove(key);
    }

    @Override
    public IoService getService() {
        return service;
    }

    @Override
    public String toString() {
        return "Connection[" + id + ", " + inbound.source() + "]";
    }
}
