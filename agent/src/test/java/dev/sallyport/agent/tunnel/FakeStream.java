package dev.sallyport.agent.tunnel;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AgentHello;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.Dial;
import dev.sallyport.api.v1.GoAway;
import dev.sallyport.api.v1.Ping;
import dev.sallyport.api.v1.ProxyWelcome;
import dev.sallyport.protocols.tunnel.StreamKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** The proxy's end of one control stream. */
final class FakeStream {

    final SSLSocket socket;
    final AgentHello hello;
    final byte[] id = new byte[16];
    final StreamKey key;
    private final Frames frames;
    private final BlockingQueue<ControlFrame> received = new LinkedBlockingQueue<>();
    private static final ControlFrame END = ControlFrame.getDefaultInstance();

    private FakeStream(SSLSocket socket, Frames frames, AgentHello hello) {
        SecureRandom random = new SecureRandom();
        random.nextBytes(id);
        byte[] secret = new byte[StreamKey.BYTES];
        random.nextBytes(secret);
        this.key = new StreamKey(secret);
        this.socket = socket;
        this.frames = frames;
        this.hello = hello;
    }

    static FakeStream hello(SSLSocket socket) throws IOException {
        Frames frames = new Frames(socket.getInputStream(), socket.getOutputStream());
        return new FakeStream(socket, frames, frames.read().getAgentHello());
    }

    X509Certificate agentCertificate() throws IOException {
        return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }

    FakeStream welcome(int spares, int pingSeconds) throws IOException {
        frames.write(ControlFrame.newBuilder()
                .setProxyWelcome(ProxyWelcome.newBuilder()
                        .setStreamId(ByteString.copyFrom(id))
                        .setStreamKey(ByteString.copyFrom(key.bytes()))
                        .setSpares(spares)
                        .setPingSeconds(pingSeconds))
                .build());
        Thread.ofVirtual().start(this::readAll);
        return this;
    }

    void dial(byte[] dialId) throws IOException {
        send(ControlFrame.newBuilder()
                .setDial(Dial.newBuilder().setDialId(ByteString.copyFrom(dialId)))
                .build());
    }

    void ping(long number) throws IOException {
        send(ControlFrame.newBuilder().setPing(Ping.newBuilder().setId(number)).build());
    }

    void goAway() throws IOException {
        send(ControlFrame.newBuilder()
                .setGoAway(GoAway.newBuilder().setReason("restart"))
                .build());
    }

    void send(ControlFrame frame) throws IOException {
        frames.write(frame);
    }

    void raw(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next frame of the agent; the empty one when it ended the stream. */
    ControlFrame next() throws InterruptedException {
        ControlFrame frame = received.poll(FakeProxy.PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("the agent said nothing");
        }
        return frame;
    }

    /** Waits until the agent ended the stream. */
    void awaitEnd() throws InterruptedException {
        ControlFrame frame = next();
        while (!frame.equals(END)) {
            frame = next();
        }
    }

    private void readAll() {
        try {
            while (true) {
                received.add(frames.read());
            }
        } catch (IOException e) {
            received.add(END);
        }
    }
}
