package dev.sallyport.agent.tunnel;

import dev.sallyport.pki.x509.LiveKeyManager;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.testing.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** A proxy of blocking sockets: as much of the protocol as an agent needs, and as wrong as a test wants it. */
final class FakeProxy implements AutoCloseable {

    static final int PATIENCE_SECONDS = 20;

    /** No connection goes out from here, so a port that was given up for a moment is still free. */
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.90.0.1");

    private final ServerSocket listener;
    private final SSLContext tls;
    private final BlockingQueue<FakeStream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<FakeData> data = new LinkedBlockingQueue<>();
    private final BlockingQueue<Socket> all = new LinkedBlockingQueue<>();
    volatile boolean refuseBare;
    volatile boolean swallowBare;

    FakeProxy(TestAuthority authority, int port) {
        try {
            this.tls = SSLContext.getInstance("TLSv1.3");
            var identity = authority.proxy("proxy").tls();
            tls.init(
                    new KeyManager[] {new LiveKeyManager(() -> Optional.of(identity))},
                    new TrustManager[] {
                        PeerVerifier.trusting(() -> authority.trust().tls(), InstantSource.system())
                                .clientTrust()
                    },
                    null);
            this.listener = new ServerSocket(port, 50, ADDRESS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    String address() {
        return ADDRESS.getHostAddress() + ":" + port();
    }

    /** The next control stream, after its hello. */
    FakeStream stream() throws InterruptedException {
        return some(streams, "control stream");
    }

    /** The next data connection, after its preface. */
    FakeData data() throws InterruptedException {
        return some(data, "data connection");
    }

    private static <T> T some(BlockingQueue<T> queue, String what) throws InterruptedException {
        T found = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (found == null) {
            throw new AssertionError("no " + what + " in " + PATIENCE_SECONDS + " s");
        }
        return found;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                all.add(socket);
                Thread.ofVirtual().start(() -> begin(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void begin(Socket socket) {
        try {
            int first = socket.getInputStream().read();
            if (first == 0x16) {
                beginTls(socket);
            } else if (refuseBare) {
                socket.close();
            } else if (!swallowBare) {
                data.add(FakeData.read(first, socket, false));
            }
        } catch (IOException e) {
            // The agent went away: that is for the test to miss.
        }
    }

    private void beginTls(Socket socket) throws IOException {
        SSLSocket secure = (SSLSocket)
                tls.getSocketFactory().createSocket(socket, new ByteArrayInputStream(new byte[] {0x16}), true);
        secure.setNeedClientAuth(true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"sallyport-control", "sallyport-data"});
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        if (secure.getApplicationProtocol().equals("sallyport-control")) {
            streams.add(FakeStream.hello(secure));
        } else {
            data.add(FakeData.read(secure.getInputStream().read(), secure, true));
        }
    }

    /** Gone: listener and every connection. */
    @Override
    public void close() {
        Quietly.close(listener);
        all.forEach(Quietly::close);
    }
}
