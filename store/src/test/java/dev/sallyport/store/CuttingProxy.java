package dev.sallyport.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Between a client and a database, to cut their connection at a chosen moment of a transaction. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile String said = "";
    private volatile Moment moment = Moment.NEVER;

    private enum Moment {
        NEVER,
        SAID,
        ARMED,
        COMMITTED
    }

    CuttingProxy(int server) throws IOException {
        this(server, 0);
    }

    /** On this port, which another one had. */
    CuttingProxy(int server, int port) throws IOException {
        this.server = server;
        this.listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Cuts, once, when a client says this: it does not arrive. */
    void cutBefore(String text) {
        said = text;
        moment = Moment.SAID;
    }

    /** Cuts, once, when the transaction in which a client said this was committed: that it was does not arrive. */
    void cutAfterCommitOf(String text) {
        said = text;
        moment = Moment.ARMED;
    }

    void cutNow() {
        open.forEach(CuttingProxy::close);
        open.clear();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), server);
                open.add(client);
                open.add(there);
                Thread.ofVirtual().start(() -> pump(client, there, true));
                Thread.ofVirtual().start(() -> pump(there, client, false));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void pump(Socket from, Socket to, boolean byClient) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                if (isMoment(new String(buffer, 0, read, StandardCharsets.ISO_8859_1), byClient)) {
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException cutOff) {
            return;
        }
    }

    private boolean isMoment(String bytes, boolean byClient) {
        if (byClient && moment == Moment.ARMED && bytes.contains(said)) {
            moment = Moment.COMMITTED;
            return false;
        }
        boolean now = byClient
                ? moment == Moment.SAID && bytes.contains(said)
                : moment == Moment.COMMITTED && bytes.contains("COMMIT");
        if (now) {
            moment = Moment.NEVER;
        }
        return now;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAlready) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cutNow();
    }
}
