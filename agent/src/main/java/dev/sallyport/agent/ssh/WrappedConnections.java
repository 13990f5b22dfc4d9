package dev.sallyport.agent.ssh;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractInnerCloseable;
import org.jspecify.annotations.Nullable;

/** Connections over blocking streams: two virtual threads each. */
final class WrappedConnections extends AbstractInnerCloseable implements IoService, Connections<Inbound.Wrapped> {

    private final IoHandler handler;
    private final Map<Long, IoSession> open = new ConcurrentHashMap<>();
    /** Apart from the numbers of MINA's own sessions, which count up from 1. */
    private final AtomicLong ids = new AtomicLong(1L << 40);

    private volatile @Nullable IoServiceEventListener listener;

    WrappedConnections(IoHandler handler) {
        this.handler = handler;
    }

    @Override
    public void serve(Inbound.Wrapped inbound) throws Exception {
        WrappedConnection connection = new WrappedConnection(this, ids.incrementAndGet(), handler, inbound);
        open.put(connection.getId(), connection);
        try {
            handler.sessionCreated(connection);
            connection.start();
        } catch (Exception e) {
            connection.close(true);
            throw e;
        }
    }

    void forget(WrappedConnection connection) {
        open.remove(connection.getId());
    }

    @Override
    public void cut() throws java.io.IOException {
        close(true).await(CUT_MILLIS);
    }

    @Override
    protected Closeable getInnerCloseable() {
        return builder().parallel(toString(), open.values()).build();
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        return Map.copyOf(open);
    }

    @Override
    public @Nullable IoServiceEventListener getIoServiceEventListener() {
        return listener;
    }

    @Override
    public void setIoServiceEventListener(@Nullable IoServiceEventListener value) {
        listener = value;
    }
}
