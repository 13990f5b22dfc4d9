package dev.sallyport.cli.knock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;

/** A TCP connection to a proxy. {@link Socket} starts faster than a channel, and knows timeouts. */
final class BareConnection implements Connection {

    /** All addresses of the proxy together get this long. */
    private static final int CONNECT_MILLIS = 10_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private BareConnection(Socket socket) throws IOException {
        this.socket = socket;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Connects to the first address of the proxy that answers. */
    static BareConnection open(String host, int port) throws Refusal, IOException {
        InetAddress[] addresses = resolve(host, port);
        int millis = Math.max(CONNECT_MILLIS / addresses.length, 1000);
        IOException last = new IOException("it has no address");
        for (InetAddress address : addresses) {
            try {
                return new BareConnection(connected(new InetSocketAddress(address, port), millis));
            } catch (IOException e) {
                last = e;
            }
        }
        throw unreachable(host, port, String.valueOf(last.getMessage()));
    }

    private static InetAddress[] resolve(String host, int port) throws Refusal {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw unreachable(host, port, "its name does not resolve");
        }
    }

    private static Socket connected(InetSocketAddress address, int millis) throws IOException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, millis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Refusal unreachable(String host, int port, String why) {
        return new Refusal(
                Exit.UNREACHABLE,
                "proxy " + host + ":" + port + " cannot be reached: " + why
                        + ". Next: check the network, or sally status");
    }

    /** The socket, for TLS around it. */
    Socket socket() {
        return socket;
    }

    /** Reads fail after so long without a byte; 0 for never. */
    void readTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
