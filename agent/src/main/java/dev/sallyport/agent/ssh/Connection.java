package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.DefaultCloseFuture;
import org.apache.sshd.common.io.AbstractIoWriteFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/**
 * One connection. A virtual thread reads and feeds the SSH session. A packet is written by the thread that made it where that
 * goes without waiting; what has to wait is queued for a virtual thread that writes. Nobody waits in {@link #writeBuffer}: MINA holds a
 * lock around it that the reader needs too. Packets that wait are bounded by what feeds them: channels by their own limit,
 * replies by the {@link ConnectionGauge}.
 */
final class Connection extends AbstractCloseable implements IoSession {

    private final Connections service;
    private final long id;
    private final IoHandler handler;
    private final Inbound inbound;
    private final Wire wire;
    private final SocketAddress remote;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>();
    private final ConnectionGauge gauge = new ConnectionGauge(this);

    private final Object queueLock = new Object();
    private final Deque<Pending> queue = new ArrayDeque<>();
    /** The writer has a packet, or is about to ask for one. */
    private boolean writing = true;

    private boolean ending;

    private final Object readLock = new Object();
    private boolean suspended;

    /** A packet on its way out, and who wants to know. */
    private record Pending(ByteBuffer bytes, Written future) {}

    private static final class Written extends AbstractIoWriteFuture {
        Written(Object id) {
            super(id, null);
        }

        void done() {
            setValue(true);
        }

        void failed(Throwable cause) {
            setValue(cause);
        }
    }

    Connection(Connections service, long id, IoHandler handler, Inbound inbound) {
        this.service = service;
        this.id = id;
        this.handler = handler;
        this.inbound = inbound;
        this.wire = Wire.of(inbound);
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
        ReadBuffer buffer = new ReadBuffer();
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
            for (Pending next = take(); next != null; next = take()) {
                try {
                    wire.finish(next.bytes());
                } catch (IOException e) {
                    next.future().failed(e);
                    throw e;
                }
                next.future().done();
            }
        } catch (IOException e) {
            broken(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close(true);
        }
    }

    /** The next packet; null when there will be none. Flushes before it waits. */
    private @Nullable Pending take() throws IOException, InterruptedException {
        synchronized (queueLock) {
            Pending ready = queue.poll();
            if (ready != null || ending) {
                return ready;
            }
        }
        wire.flush();
        synchronized (queueLock) {
            writing = !queue.isEmpty();
            while (queue.isEmpty() && !ending) {
                queueLock.wait();
            }
            writing = true;
            return queue.poll();
        }
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        Written future = new Written(id);
        int length = buffer.available();
        ByteBuffer bytes = ByteBuffer.wrap(buffer.array(), buffer.rpos(), length);
        gauge.outgoing(length);
        future.addListener(_ -> gauge.sent(length));
        try {
            if (writtenNow(bytes, future)) {
                future.done();
            }
        } catch (IOException e) {
            future.failed(e);
            // Not by this thread, which may hold locks of the session's.
            Thread.startVirtualThread(() -> broken(e));
        }
        return future;
    }

    private void broken(IOException e) {
        report(e);
        close(true);
    }

    /** Whether it is on its way; if not, it is queued behind what is. */
    private boolean writtenNow(ByteBuffer bytes, Written future) throws IOException {
        synchronized (queueLock) {
            if (ending) {
                throw new ClosedChannelException();
            }
            if (!writing && queue.isEmpty() && wire.begin(bytes)) {
                return true;
            }
            queue.add(new Pending(bytes, future));
            queueLock.notifyAll();
            return false;
        }
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
        Deque<Pending> dropped;
        synchronized (queueLock) {
            ending = true;
            dropped = new ArrayDeque<>(queue);
            queue.clear();
            queueLock.notifyAll();
        }
        dropped.forEach(pending -> pending.future().failed(new ClosedChannelException()));
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
