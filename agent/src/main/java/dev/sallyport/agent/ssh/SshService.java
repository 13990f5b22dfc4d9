package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executors;

/**
 * The SSH server of this host, without a port: {@link #serve} takes each connection that the tunnel brings.
 *
 * <p>{@link #drain} refuses what is new and lets sessions end by themselves; {@link #close} cuts them.
 */
public final class SshService implements AutoCloseable {

    private final AsynchronousChannelGroup group;

    /**
     * Ready to serve; starts no thread that keeps the process alive.
     *
     * @param random for key exchange, padding and ids
     */
    public SshService(SshSettings settings, AgentView view, Journal journal, InstantSource clock, SecureRandom random) {
        this.group = openGroup();
    }

    /** The group in which the tunnel opens its channels: completions run on virtual threads and may block. */
    public AsynchronousChannelGroup group() {
        return group;
    }

    /** Takes over a connection and returns at once. Never throws: a connection that cannot be served is closed. */
    public void serve(Inbound inbound) {
        inbound.close();
    }

    /** How many connections there are. */
    public int sessions() {
        return 0;
    }

    /** No new connections, no new channels; what runs goes on. */
    public void drain() {}

    /** Cuts everything, ends every process that a session started. */
    @Override
    public void close() {
        group.shutdown();
    }

    private static AsynchronousChannelGroup openGroup() {
        try {
            return AsynchronousChannelGroup.withCachedThreadPool(Executors.newVirtualThreadPerTaskExecutor(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
