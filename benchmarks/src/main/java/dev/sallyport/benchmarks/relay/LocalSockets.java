package dev.sallyport.benchmarks.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Sockets that come from one address of this machine: auth counts tries by source, and a crowd has many. */
final class LocalSockets extends SocketFactory {

    private final InetAddress own;

    private LocalSockets(InetAddress own) {
        this.own = own;
    }

    /** From the loopback address with this number: 0 to 16,000. */
    static LocalSockets numbered(int number) {
        return new LocalSockets(InetAddress.ofLiteral("127.0." + (1 + number / 250) + "." + (1 + number % 250)));
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(own, 0));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(InetAddress.getByName(host), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        Socket socket = createSocket();
        socket.connect(new InetSocketAddress(host, port));
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }
}
