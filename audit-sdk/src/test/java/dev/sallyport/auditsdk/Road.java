package dev.sallyport.auditsdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A way to a port of this machine that can be closed, or lose what comes back. */
final class Road implements AutoCloseable {

    /** What gets through. */
    enum State {
        OPEN,
        /** Connections are ended at once. */
        CLOSED,
        /** What goes there arrives; of the answers only those of the handshake. */
        ONE_WAY
    }

    /** How often a client speaks in one: its hello, and that it is done. */
    private static final int HANDSHAKE = 2;

    private final ServerSocket listening;
    private final int target;
    private final List<Socket> open = new ArrayList<>();
    private volatile State state;

    Road(int target, State state) {
        this.target = target;
        this.state = state;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void set(State now) {
        state = now;
    }

    private void accept() {
        try {
            while (true) {
                Socket from = listening.accept();
                if (state == State.CLOSED) {
                    from.close();
                    continue;
                }
                Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
                open.addAll(List.of(from, to));
                boolean oneWay = state == State.ONE_WAY;
                AtomicInteger spoken = new AtomicInteger();
                Thread.ofVirtual().start(() -> copy(from, to, spoken::incrementAndGet, () -> false));
                Thread.ofVirtual().start(() -> copy(to, from, () -> {}, () -> oneWay && spoken.get() >= HANDSHAKE));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void copy(Socket from, Socket to, Runnable copied, BooleanSupplier loses) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!loses.getAsBoolean()) {
                    copied.run();
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException ended) {
            // So does the other direction.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
