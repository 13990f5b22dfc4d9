package dev.sallyport.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;

/**
 * A proxy in front of auth, at an address of its own: copies bytes, and says first in a PROXY header (version 2, section 2.2 of its
 * specification) that they come from {@link #CLAIMED}.
 */
final class Forwarder implements AutoCloseable {

    /** Where nobody of this test is. */
    static final String CLAIMED = "203.0.113.7";

    private static final byte[] SIGNATURE = {0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a};
    private static final byte PROXIED = 0x21;
    private static final byte TCP_OVER_IPV4 = 0x11;

    private final ServerSocket listener;
    private final InetAddress own;
    private final InetSocketAddress auth;

    Forwarder(String own, InetSocketAddress auth) {
        try {
            this.own = InetAddress.ofLiteral(own);
            this.auth = auth;
            this.listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> forward(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void forward(Socket client) {
        try (client;
                Socket there = new Socket()) {
            there.bind(new InetSocketAddress(own, 0));
            there.connect(auth);
            there.getOutputStream().write(header());
            Thread back = Thread.ofVirtual().start(() -> copy(there, client));
            copy(client, there);
            back.join();
        } catch (IOException e) {
            // Either end has gone; the other hears of it by the close.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] header() {
        return ByteBuffer.allocate(SIGNATURE.length + 16)
                .put(SIGNATURE)
                .put(PROXIED)
                .put(TCP_OVER_IPV4)
                .putShort((short) 12)
                .put(InetAddress.ofLiteral(CLAIMED).getAddress())
                .put(auth.getAddress().getAddress())
                .putShort((short) 4242)
                .putShort((short) auth.getPort())
                .array();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // As above.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
