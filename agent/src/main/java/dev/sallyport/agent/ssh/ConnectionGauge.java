package dev.sallyport.agent.ssh;

import java.io.IOException;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.Session;

/**
 * What one connection holds in memory, over all of its channels: bytes on their way to the client, and bytes from the
 * client that nobody took yet. Channels have bounds of their own; a thousand of them need this one too.
 *
 * <p>Too much on its way: channels wait. Too much altogether: the connection is not read until half of it is gone. That
 * holds up a client whose channels lead to dozens of readers that do not read; it does not hold up anybody else.
 */
final class ConnectionGauge {

    /** Bytes on their way to the client; at least one more packet of each channel comes on top. */
    static final long MOST_OUTGOING = 4L << 20;
    /** Bytes altogether. */
    static final long MOST = 16L << 20;

    private final IoSession session;
    private long outgoing;
    private long incoming;
    private boolean suspended;

    ConnectionGauge(IoSession session) {
        this.session = session;
    }

    /** The gauge of a session's connection. */
    static ConnectionGauge of(Session session) {
        if (session.getIoSession().getAttribute(ConnectionGauge.class) instanceof ConnectionGauge gauge) {
            return gauge;
        }
        throw new IllegalStateException("a connection without its gauge");
    }

    /** Waits until there is room for more on the way to the client; an end of the connection makes room. */
    synchronized void awaitRoom(Outgoing connection) throws IOException {
        if (outgoing > MOST_OUTGOING) {
            connection.send();
        }
        while (outgoing > MOST_OUTGOING) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for the connection", e);
            }
        }
    }

    synchronized void outgoing(long bytes) {
        outgoing += bytes;
        look();
    }

    synchronized void sent(long bytes) {
        outgoing -= bytes;
        notifyAll();
        look();
    }

    synchronized void incoming(long bytes) {
        incoming += bytes;
        look();
    }

    synchronized void taken(long bytes) {
        incoming -= bytes;
        look();
    }

    private void look() {
        long held = outgoing + incoming;
        if (!suspended && held > MOST) {
            suspended = true;
            session.suspendRead();
        } else if (suspended && held < MOST / 2) {
            suspended = false;
            session.resumeRead();
        }
    }
}
