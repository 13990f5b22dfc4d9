package dev.sallyport.agent.ssh;

import java.io.IOException;
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

/** All connections, each handed to one of MINA's sessions. */
final class Connections extends AbstractInnerCloseable implements IoService {

    /** Longest that cutting waits. */
    private static final long CUT_MILLIS = 5_000;

    private final IoHandler handler;
    private final Map<Long, IoSession> open = new ConcurrentHashMap<>();
    private final Parcels parcels = new Parcels();
    private final AtomicLong ids = new AtomicLong();

    private volatile @Nullable IoServiceEventListener listener;

    Connections(IoHandler handler) {
        this.handler = handler;
    }

    /** Begins to serve it; an exception means that it is closed. */
    void serve(Inbound inbound) throws Exception {
        Connection connection = new Connection(this, ids.incrementAndGet(), handler, inbound);
        open.put(connection.getId(), connection);
        try {
            handler.sessionCreated(connection);
            connection.start();
        } catch (Exception e) {
            connection.close(true);
            throw e;
        }
    }

    Parcels parcels() {
        return parcels;
    }

    void forget(Connection connection) {
        open.remove(connection.getId());
    }

    /** Closes all of them at once. */
    void cut() throws IOException {
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
