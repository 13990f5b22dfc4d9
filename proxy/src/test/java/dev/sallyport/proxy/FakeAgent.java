package dev.sallyport.proxy;

import dev.sallyport.api.machine.MachineIdentity;
import dev.sallyport.api.v1.AgentHello;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.Pong;
import dev.sallyport.api.v1.ProxyWelcome;
import dev.sallyport.pki.ServerNames;
import dev.sallyport.pki.x509.LiveKeyManager;
import dev.sallyport.pki.x509.PeerVerifier;
import dev.sallyport.pki.x509.TlsIdentity;
import dev.sallyport.protocols.tunnel.DataPreface;
import dev.sallyport.protocols.tunnel.FrameReader;
import dev.sallyport.protocols.tunnel.Start;
import dev.sallyport.protocols.tunnel.StartPeek;
import dev.sallyport.protocols.tunnel.StreamKey;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** An agent by hand: every frame and byte is the test's to send or not. */
final class FakeAgent implements AutoCloseable {

    final MachineIdentity identity;
    private final TestProxy proxy;
    private final TlsIdentity shown;
    private final SSLContext context;
    SSLSocket control;
    DataInputStream frames;
    byte[] streamId = new byte[0];
    StreamKey key = new StreamKey(new byte[32]);
    ProxyWelcome welcome = ProxyWelcome.getDefaultInstance();

    FakeAgent(TestProxy proxy, MachineIdentity identity) throws Exception {
        this(proxy, identity, identity.tls());
    }

    FakeAgent(TestProxy proxy, MachineIdentity identity, TlsIdentity shown) throws Exception {
        this.proxy = proxy;
        this.identity = identity;
        this.shown = shown;
        this.context = context();
        this.control = tls("sallyport-control");
        this.frames = new DataInputStream(control.getInputStream());
    }

    /** Says hello and hears the welcome. */
    FakeAgent connect() throws IOException {
        hello();
        welcome = read().getProxyWelcome();
        streamId = welcome.getStreamId().toByteArray();
        key = new StreamKey(welcome.getStreamKey().toByteArray());
        return this;
    }

    void hello() throws IOException {
        send(ControlFrame.newBuilder()
                .setAgentHello(AgentHello.newBuilder().setVersion("test").addServices("ssh"))
                .build());
    }

    /** Once more, with all that a client may remember of a session: resumes it where the proxy lets it. */
    FakeAgent again() throws Exception {
        control = tls("sallyport-control");
        frames = new DataInputStream(control.getInputStream());
        return this;
    }

    private SSLContext context() throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        PeerVerifier verifier =
                PeerVerifier.trusting(() -> proxy.authority.trust().tls(), proxy.clock);
        context.init(
                new KeyManager[] {new LiveKeyManager(() -> Optional.of(shown))},
                new TrustManager[] {verifier.serverTrust(ServerNames.PROXY)},
                new SecureRandom());
        return context;
    }

    SSLSocket tls(String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        proxy.connect(), ServerNames.PROXY, proxy.door.address().getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        parameters.setServerNames(List.of(new SNIHostName(ServerNames.PROXY)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        return socket;
    }

    void send(ControlFrame frame) throws IOException {
        sendRaw(FrameReader.encode(frame.toByteArray()));
    }

    void sendRaw(byte[] bytes) throws IOException {
        control.getOutputStream().write(bytes);
        control.getOutputStream().flush();
    }

    ControlFrame read() throws IOException {
        byte[] payload = new byte[frames.readInt()];
        frames.readFully(payload);
        return ControlFrame.parseFrom(payload);
    }

    byte[] readDial() throws IOException {
        while (true) {
            ControlFrame frame = read();
            if (frame.hasDial()) {
                return frame.getDial().getDialId().toByteArray();
            }
        }
    }

    /** Until the stream ends. */
    void answerPings() {
        try {
            while (true) {
                answerPing();
            }
        } catch (IOException e) {
            // The stream ended, as the test wants.
        }
    }

    /** Reads on to the next ping and answers it. */
    void answerPing() throws IOException {
        ControlFrame frame = read();
        while (!frame.hasPing()) {
            frame = read();
        }
        send(ControlFrame.newBuilder()
                .setPong(Pong.newBuilder().setId(frame.getPing().getId()))
                .build());
    }

    /** Whether the proxy has ended the control stream. */
    boolean ended() {
        try {
            while (true) {
                read();
            }
        } catch (EOFException e) {
            return true;
        } catch (IOException e) {
            return !(e instanceof java.net.SocketTimeoutException);
        }
    }

    Data spare() throws IOException {
        byte[] nonce = TestProxy.random(16);
        return new Data(proxy.send(DataPreface.spare(streamId, nonce, key)), nonce);
    }

    Data answer(byte[] dialId) throws IOException {
        byte[] nonce = TestProxy.random(16);
        return new Data(proxy.send(DataPreface.answer(streamId, dialId, nonce, key)), nonce);
    }

    Data answerInTls(byte[] dialId) throws Exception {
        byte[] nonce = TestProxy.random(16);
        SSLSocket socket = tls("sallyport-data");
        socket.getOutputStream().write(DataPreface.answer(streamId, dialId, nonce, key));
        return new Data(socket, nonce);
    }

    /** A data connection of this agent. */
    final class Data {
        final Socket socket;
        private final byte[] nonce;

        Data(Socket socket, byte[] nonce) {
            this.socket = socket;
            this.nonce = nonce;
        }

        Start start() throws IOException {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] read = new byte[0];
            while (true) {
                switch (Start.peek(ByteBuffer.wrap(read), nonce, key)) {
                    case StartPeek.More(int wanted) -> {
                        byte[] longer = java.util.Arrays.copyOf(read, wanted);
                        in.readFully(longer, read.length, wanted - read.length);
                        read = longer;
                    }
                    case StartPeek.Genuine(Start start, int _) -> {
                        return start;
                    }
                    case StartPeek.Wrong(String reason) -> throw new AssertionError(reason);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
