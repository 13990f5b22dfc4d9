package dev.sallyport.agent.tunnel;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AgentHello;
import dev.sallyport.api.v1.ControlFrame;
import dev.sallyport.api.v1.Dial;
import dev.sallyport.api.v1.DialRefused;
import dev.sallyport.api.v1.Ping;
import dev.sallyport.api.v1.Pong;
import dev.sallyport.protocols.tunnel.DataPreface;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One control stream, from the proxy's welcome to its end. Sessions that it brought do not depend on it.
 *
 * <p>It ends when the proxy says nothing for three pings, sends what is no frame, or closes; and when a frame of ours is
 * not taken for as long. To end is always to close the socket below TLS: nobody waits for a farewell.
 */
final class ControlStream {

    private static final Logger log = LoggerFactory.getLogger(ControlStream.class);

    /** How long a stream that was replaced may still bring dials that were on their way. */
    private static final Duration RETIREMENT = Duration.ofSeconds(30);

    private final Around around;
    private final InetSocketAddress proxy;
    private final Socket raw;
    private final Frames frames;
    private final Welcome welcome;
    private final Opener opener;
    private final Spares spares;
    private final Dials dials;
    private final CountDownLatch leave = new CountDownLatch(1);
    private volatile boolean ended;

    private ControlStream(Around around, InetSocketAddress proxy, Socket raw, Frames frames, Welcome welcome) {
        this.around = around;
        this.proxy = proxy;
        this.raw = raw;
        this.frames = frames;
        this.welcome = welcome;
        Wrapping wrapping = new Wrapping();
        this.opener = around.opener(proxy, welcome);
        this.spares = new Spares(
                opener, wrapping, around.passages(), around.settings().bareLimit(), around.random());
        this.dials = new Dials(opener, wrapping, around.passages(), around.settings(), this::refuse);
    }

    /** Connects, proves both ends, says hello and hears the welcome; then reads on a thread of its own. */
    static ControlStream open(Around around, InetSocketAddress proxy) throws IOException {
        int limit = Math.toIntExact(around.settings().handshakeLimit().toMillis());
        Socket raw = new Socket();
        try {
            raw.setTcpNoDelay(true);
            raw.connect(proxy, limit);
            raw.setSoTimeout(limit);
            SSLSocket tls = around.tls().control(raw);
            Frames frames = new Frames(tls.getInputStream(), tls.getOutputStream());
            frames.write(ControlFrame.newBuilder()
                    .setAgentHello(AgentHello.newBuilder()
                            .setVersion(around.settings().version())
                            .addServices("ssh"))
                    .build());
            Welcome welcome = Welcome.of(frames.read(), around.clock().instant());
            raw.setSoTimeout(Math.toIntExact(welcome.silence().toMillis()));
            ControlStream stream = new ControlStream(around, proxy, raw, frames, welcome);
            stream.start();
            return stream;
        } catch (IOException | RuntimeException e) {
            Quietly.close(raw);
            throw e;
        }
    }

    private void start() {
        Thread.ofVirtual().name("tunnel-control").start(this::readAll);
        Thread.ofVirtual().name("tunnel-ping").start(this::pingAll);
        spares.keep(welcome.spares());
        // What was pushed while there was no stream.
        around.policy().ask().run();
    }

    /** Waits until another stream should take its place: it ended, the proxy goes away, or {@link #replace} was called. */
    void awaitLeave() throws InterruptedException {
        leave.await();
    }

    /** Another stream should take its place. */
    void replace() {
        leave.countDown();
    }

    boolean alive() {
        return !ended;
    }

    /** Another has taken its place: no spares, and the end soon. */
    void retire() {
        spares.close();
        ScheduledFuture<?> _ = around.timer().schedule(this::end, RETIREMENT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends it now. */
    void end() {
        ended = true;
        spares.close();
        opener.close();
        Quietly.close(raw);
        leave.countDown();
    }

    private void readAll() {
        try {
            while (!ended) {
                handle(frames.read());
            }
        } catch (IOException e) {
            if (!ended) {
                log.info("control stream lost proxy={} reason={}", proxy, e.toString());
            }
        } finally {
            end();
        }
    }

    private void handle(ControlFrame frame) throws IOException {
        switch (frame.getFrameCase()) {
            case DIAL -> dial(frame.getDial());
            case PING ->
                write(ControlFrame.newBuilder()
                        .setPong(Pong.newBuilder().setId(frame.getPing().getId()))
                        .build());
            case PONG -> log.trace("pong proxy={}", proxy);
            case GO_AWAY -> {
                log.info("proxy goes away proxy={}", proxy);
                leave.countDown();
            }
            case POLICY_HINT -> around.policy().ask().run();
            case POLICY -> around.policy().handed().accept(frame.getPolicy());
            case AGENT_HELLO, PROXY_WELCOME, DIAL_REFUSED, FRAME_NOT_SET ->
                throw new IOException("the proxy sent a frame that makes no sense here: " + frame.getFrameCase());
        }
    }

    /** An empty id asks for one spare more than there is; the spares fill up by themselves. */
    private void dial(Dial dial) throws IOException {
        byte[] id = dial.getDialId().toByteArray();
        if (id.length == 0) {
            spares.keep(Math.max(welcome.spares(), 1));
        } else if (id.length == DataPreface.ID_BYTES) {
            dials.answer(id);
        } else {
            throw new IOException("the proxy sent a dial id of " + id.length + " bytes");
        }
    }

    private void refuse(byte[] dialId, String reason) {
        try {
            write(ControlFrame.newBuilder()
                    .setDialRefused(DialRefused.newBuilder()
                            .setDialId(ByteString.copyFrom(dialId))
                            .setReason(reason))
                    .build());
        } catch (IOException e) {
            log.debug("refusal not delivered proxy={} reason={}", proxy, e.toString());
        }
    }

    private void pingAll() {
        try {
            for (long id = 1; !ended; id++) {
                Thread.sleep(welcome.ping());
                write(ControlFrame.newBuilder()
                        .setPing(Ping.newBuilder().setId(id))
                        .build());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            end();
        }
    }

    private void write(ControlFrame frame) throws IOException {
        ScheduledFuture<?> cut =
                around.timer().schedule(this::end, welcome.silence().toMillis(), TimeUnit.MILLISECONDS);
        try {
            frames.write(frame);
        } finally {
            cut.cancel(false);
        }
    }
}
