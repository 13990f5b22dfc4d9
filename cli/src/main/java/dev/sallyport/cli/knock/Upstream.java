package dev.sallyport.cli.knock;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What OpenSSH writes, on its way to the proxy. Starts before the proxy has answered, so that no round trip is lost, and therefore keeps
 * what it sent until then: should the bare way turn out to be closed, {@link #moveTo another way} begins with the same bytes.
 */
final class Upstream extends Thread {

    private static final int BUFFER_BYTES = 65536;

    /** Kept at most before an answer. OpenSSH sends its banner and one packet before it hears of the other side. */
    private static final int KEPT_BYTES = 65536;

    private static final int FINISH_MILLIS = 2_000;

    private final InputStream in;
    private Connection connection;
    private byte[] kept = new byte[512];
    private int keptLength;
    private boolean answered;
    private boolean ended;

    Upstream(InputStream in, Connection connection) {
        super("upstream");
        this.in = in;
        this.connection = connection;
        setDaemon(true);
    }

    @Override
    public void run() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            int n;
            while ((n = in.read(buffer)) > 0) {
                send(buffer, n);
            }
            end();
        } catch (IOException e) {
            // The connection is gone: whoever reads from it sees that, and tells.
            return;
        }
    }

    private void send(byte[] buffer, int length) throws IOException {
        OutputStream out = keep(buffer, length);
        if (out != null) {
            out.write(buffer, 0, length);
        }
    }

    /** Before the answer, keeps and sends under the lock; afterwards says where the caller may write without it. */
    private synchronized @Nullable OutputStream keep(byte[] buffer, int length) throws IOException {
        while (!answered && keptLength + length > KEPT_BYTES) {
            awaitChange();
        }
        if (answered) {
            return connection.out();
        }
        if (keptLength + length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(kept.length * 2, keptLength + length));
        }
        System.arraycopy(buffer, 0, kept, keptLength, length);
        keptLength += length;
        attempt(buffer, length);
        return null;
    }

    private void attempt(byte[] buffer, int length) {
        try {
            connection.out().write(buffer, 0, length);
        } catch (IOException e) {
            // Perhaps this way is closed to us and another one opens: the bytes are kept.
            return;
        }
    }

    private synchronized void end() throws IOException {
        ended = true;
        connection.endOutput();
    }

    @SuppressWarnings("WaitNotInLoop") // its only caller loops
    private void awaitChange() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /** The other side has ended: what is on its way still gets a moment. */
    void finish() {
        try {
            join(FINISH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The way is open: nothing needs to be kept any more. */
    synchronized void answered() {
        answered = true;
        kept = new byte[0];
        notifyAll();
    }

    /** Starts again on another connection, with all that was sent so far. The old connection must be closed already. */
    synchronized void moveTo(Connection other) throws IOException {
        connection = other;
        other.out().write(kept, 0, keptLength);
        if (ended) {
            other.endOutput();
        }
        answered();
    }
}
