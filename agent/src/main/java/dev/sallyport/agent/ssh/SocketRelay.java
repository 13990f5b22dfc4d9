package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.sshd.common.channel.AbstractChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a channel and a socket of this host: two virtual threads, either direction may end before the other. The read
 * buffer begins small and grows with use, because most of a thousand forwarded connections are idle.
 */
final class SocketRelay implements ChannelInput.Sink {

    private static final Logger log = LoggerFactory.getLogger(SocketRelay.class);

    private static final int SMALL = 2 * 1024;
    private static final int LARGE = 32 * 1024;
    private static final Duration LINGER = Duration.ofSeconds(30);

    /** What a client may send ahead on a forwarded connection: there can be a thousand. */
    static final long WINDOW = 512 * 1024;

    /** What the relay does to its channel that only the channel itself can. */
    interface End {
        void sendEof() throws IOException;
    }

    private final AbstractChannel channel;
    private final SocketChannel socket;
    private final End end;
    private final ChannelInput input;
    private final ChannelOutput output;
    private boolean inputEnded;
    private boolean outputEnded;

    /** @param gauge of the channel's connection */
    SocketRelay(AbstractChannel channel, SocketChannel socket, End end, ConnectionGauge gauge) {
        this.channel = channel;
        this.socket = socket;
        this.end = end;
        this.output = new ChannelOutput(channel);
        this.input = new ChannelInput(
                channel, this, Thread.ofVirtual().name("forward-in").factory(), gauge);
        channel.addCloseFutureListener(_ -> stop());
    }

    void start() {
        Thread.ofVirtual().name("forward-out").start(this::pump);
    }

    /** From the client. */
    ChannelInput input() {
        return input;
    }

    private void pump() {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(SMALL);
            while (socket.read(buffer) >= 0) {
                output.write(buffer.array(), 0, buffer.position());
                boolean full = !buffer.hasRemaining();
                buffer = full && buffer.capacity() < LARGE ? ByteBuffer.allocate(LARGE) : buffer.clear();
            }
            end.sendEof();
            ended(false);
        } catch (IOException | RuntimeException e) {
            log.debug("forward ends channel={} error={}", channel.getChannelId(), e.toString());
            channel.close(false);
        }
    }

    private void ended(boolean in) {
        boolean both;
        synchronized (this) {
            inputEnded |= in;
            outputEnded |= !in;
            both = inputEnded && outputEnded;
        }
        if (both) {
            channel.close(false);
        }
    }

    /** The channel is closed. What came before is still brought to the socket: clients close right behind their data. */
    private void stop() {
        input.eof();
        if (input.isDrained()) {
            Closing.quietly(socket);
        } else {
            Thread.ofVirtual().name("forward-linger").start(this::linger);
        }
    }

    private void linger() {
        try {
            input.awaitDrained(LINGER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            input.stop();
            Closing.quietly(socket);
        }
    }

    @Override
    public int offer(byte[] bytes, int offset, int length) {
        return 0;
    }

    @Override
    public boolean take(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            socket.write(buffer);
        }
        return true;
    }

    @Override
    public void end() throws IOException {
        if (socket.isOpen()) {
            socket.shutdownOutput();
        }
        ended(true);
    }
}
