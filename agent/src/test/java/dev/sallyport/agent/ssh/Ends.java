package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Both ends of one connection over loopback. The far one holds little that nobody read.
 *
 * @param near ours
 * @param far the peer's
 */
record Ends(AsynchronousSocketChannel near, AsynchronousSocketChannel far) implements AutoCloseable {

    private static final int LITTLE = 64 * 1024;

    static Ends connect() {
        try (AsynchronousServerSocketChannel server = AsynchronousServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_RCVBUF, LITTLE);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            AsynchronousSocketChannel near = AsynchronousSocketChannel.open();
            near.connect(server.getLocalAddress()).get();
            near.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return new Ends(near, server.accept().get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A read that is under way: it is done when anything arrived. */
    Future<Integer> reading() {
        return far.read(ByteBuffer.allocate(LITTLE));
    }

    /** Reads exactly so many bytes. */
    String read(int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            int n = 0;
            while (bytes.hasRemaining() && n >= 0) {
                n = far.read(bytes).get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
    }

    @Override
    public void close() throws IOException {
        near.close();
        far.close();
    }
}
