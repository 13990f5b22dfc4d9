package dev.sallyport.benchmarks.relay;

import com.google.protobuf.ByteString;
import dev.sallyport.agent.tunnel.PolicyPost;
import dev.sallyport.api.v1.AgentHello;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.Dial;
import dev.sallyport.api.v1.Pong;
import dev.sallyport.api.v1.ProxyWelcome;
import dev.sallyport.protocols.tunnel.DataPreface;
import dev.sallyport.protocols.tunnel.Start;
import dev.sallyport.protocols.tunnel.StartPeek;
import dev.sallyport.protocols.tunnel.StreamKey;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An agent as the proxy sees one: a control stream that answers pings and dials; behind its data connections is the {@link FarEnd}. */
final class PlayedAgent implements AutoCloseable {

    /** Of one that does not care for policy. */
    static final PolicyPost DEAF = new PolicyPost(() -> {}, _ -> {});

    private final InetSocketAddress proxy;
    private final SSLSocket control;
    private final DataOutputStream out;
    private final SecureRandom random;
    private final PolicyPost policy;
    private final CountDownLatch welcomed = new CountDownLatch(1);

    private PlayedAgent(
            InetSocketAddress proxy, SSLSocket control, DataOutputStream out, SecureRandom random, PolicyPost policy) {
        this.proxy = proxy;
        this.control = control;
        this.out = out;
        this.random = random;
        this.policy = policy;
    }

    /** Opens the control stream and waits for the proxy's welcome. */
    static PlayedAgent connect(InetSocketAddress proxy, SSLContext identity, SecureRandom random, PolicyPost policy)
            throws IOException, InterruptedException {
        SSLSocket socket = (SSLSocket) identity.getSocketFactory().createSocket();
        socket.setTcpNoDelay(true);
        socket.connect(proxy);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"sallyport-control"});
        parameters.setServerNames(java.util.List.of(new SNIHostName("proxy.sallyport.internal")));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        PlayedAgent agent =
                new PlayedAgent(proxy, socket, new DataOutputStream(socket.getOutputStream()), random, policy);
        Thread.ofVirtual().start(agent::follow);
        agent.send(ControlFrame.newBuilder()
                .setAgentHello(AgentHello.newBuilder().setVersion("bench").addServices("ssh"))
                .build());
        agent.welcomed.await();
        return agent;
    }

    private void follow() {
        try (DataInputStream in = new DataInputStream(control.getInputStream())) {
            ProxyWelcome welcome = ProxyWelcome.getDefaultInstance();
            while (true) {
                ControlFrame frame = ControlFrame.parseFrom(in.readNBytes(in.readInt()));
                switch (frame.getFrameCase()) {
                    case PROXY_WELCOME -> {
                        welcome = frame.getProxyWelcome();
                        welcomed.countDown();
                        for (int i = 0; i < welcome.getSpares(); i++) {
                            dialBack(welcome, ByteString.EMPTY);
                        }
                    }
                    case PING ->
                        send(ControlFrame.newBuilder()
                                .setPong(Pong.newBuilder().setId(frame.getPing().getId()))
                                .build());
                    case DIAL -> answer(welcome, frame.getDial());
                    case POLICY_HINT -> policy.ask().run();
                    case POLICY -> policy.handed().accept(frame.getPolicy());
                    default -> {}
                }
            }
        } catch (IOException e) {
            // The proxy or the benchmark has ended.
        }
    }

    private synchronized void send(ControlFrame frame) throws IOException {
        byte[] bytes = frame.toByteArray();
        byte[] whole = ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
        out.write(whole);
        out.flush();
    }

    private void answer(ProxyWelcome welcome, Dial dial) {
        dialBack(welcome, dial.getDialId());
    }

    /** A data connection; an empty id makes it a spare. On a platform thread: it may carry bulk. */
    private void dialBack(ProxyWelcome welcome, ByteString dialId) {
        Thread.ofPlatform().daemon().stackSize(256 << 10).start(() -> {
            try {
                Socket socket = new Socket();
                socket.setTcpNoDelay(true);
                socket.connect(proxy);
                StreamKey key = new StreamKey(welcome.getStreamKey().toByteArray());
                byte[] nonce = new byte[DataPreface.ID_BYTES];
                random.nextBytes(nonce);
                byte[] stream = welcome.getStreamId().toByteArray();
                socket.getOutputStream()
                        .write(
                                dialId.isEmpty()
                                        ? DataPreface.spare(stream, nonce, key)
                                        : DataPreface.answer(stream, dialId.toByteArray(), nonce, key));
                awaitStart(socket, nonce, key);
                FarEnd.serve(socket);
            } catch (IOException e) {
                // A spare that was not needed.
            }
        });
    }

    private static void awaitStart(Socket socket, byte[] nonce, StreamKey key) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(256);
        int wanted = Start.HEAD_BYTES;
        while (true) {
            byte[] more = socket.getInputStream().readNBytes(wanted - bytes.position());
            if (more.length < wanted - bytes.position()) {
                throw new IOException("closed before the start");
            }
            bytes.put(more);
            switch (Start.peek(bytes.duplicate().flip(), nonce, key)) {
                case StartPeek.More(int needed) -> wanted = needed;
                case StartPeek.Genuine _ -> {
                    return;
                }
                case StartPeek.Wrong(String why) -> throw new IOException(why);
            }
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
    }
}
