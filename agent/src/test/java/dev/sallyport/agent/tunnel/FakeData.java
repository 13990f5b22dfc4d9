package dev.sallyport.agent.tunnel;

import dev.sallyport.protocols.tunnel.DataPreface;
import dev.sallyport.protocols.tunnel.Service;
import dev.sallyport.protocols.tunnel.Start;
import dev.sallyport.protocols.tunnel.StreamKey;
import java.io.IOException;
import java.net.Socket;
import java.util.UUID;

/** The proxy's end of one data connection. */
record FakeData(Socket socket, DataPreface preface, boolean tls) {

    static FakeData read(int first, Socket socket, boolean tls) throws IOException {
        byte[] bytes = new byte[DataPreface.BYTES];
        bytes[0] = (byte) first;
        socket.getInputStream().readNBytes(bytes, 1, bytes.length - 1);
        DataPreface preface = DataPreface.parse(bytes);
        if (preface == null) {
            throw new IOException("no preface");
        }
        return new FakeData(socket, preface, tls);
    }

    void start(StreamKey key, Service service, UUID session, String source) throws IOException {
        write(new Start(service, session, source).encode(preface.nonce(), key));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }
}
