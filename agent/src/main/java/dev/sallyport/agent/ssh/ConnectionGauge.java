package dev.sallyport.agent.ssh;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.io.IoSession;

/**
 * Holds a connection's reading back while what is to be written to it piles up: a client that asks and asks and does not
 * read the answers must not fill the memory. Data of channels is bounded elsewhere; this is for replies.
 */
final class ConnectionGauge {

    /** Bytes that may wait before reading stops. Far more than channels in good order have under way. */
    static final long HIGH = 8L << 20;

    private static final long LOW = HIGH / 2;

    private final IoSession session;
    private final AtomicLong waiting = new AtomicLong();

    ConnectionGauge(IoSession session) {
        this.session = session;
    }

    void queued(long bytes) {
        long before = waiting.getAndAdd(bytes);
        if (before < HIGH && before + bytes >= HIGH) {
            session.suspendRead();
        }
    }

    void written(long bytes) {
        long after = waiting.addAndGet(-bytes);
        if (after < LOW && after + bytes >= LOW) {
            session.resumeRead();
        }
    }
}
