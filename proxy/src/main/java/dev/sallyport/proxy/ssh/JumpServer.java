package dev.sallyport.proxy.ssh;

import dev.sallyport.api.machine.LiveMachine;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.proxy.count.Counts;
import dev.sallyport.proxy.guard.Admissions;
import dev.sallyport.proxy.link.LiveCluster;
import dev.sallyport.proxy.route.Directory;
import dev.sallyport.proxy.route.SessionIds;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.server.SshServer;

/** The SSH port. */
public final class JumpServer implements AutoCloseable {

    private final SshServer server;
    private final Passages passages;

    private JumpServer(SshServer server, Passages passages) {
        this.server = server;
        this.passages = passages;
    }

    /**
     * What it works with.
     *
     * @param machine its host key and certificate
     * @param cluster whose people may come
     * @param directory where they may go
     * @param loops for data connections
     */
    public record Parts(
            LiveMachine machine,
            LiveCluster cluster,
            Directory directory,
            SessionIds sessions,
            Admissions admissions,
            EventLoopGroup loops,
            Counts counts) {}

    /** What channels share; the workers carry what must not hold up an event loop. */
    record Passages(Parts parts, ExecutorService workers, AtomicInteger open, AtomicBoolean closing) {}

    /**
     * Listens.
     *
     * @param timeToProve how long a connection may take to log in
     * @throws Failure UNAVAILABLE where the address cannot be had
     */
    public static JumpServer start(
            InetSocketAddress address, Parts parts, Duration timeToProve, InstantSource clock, SecureRandom random) {
        Passages passages = new Passages(
                parts, Executors.newVirtualThreadPerTaskExecutor(), new AtomicInteger(), new AtomicBoolean());
        SshServer server = new JumpSetup(passages, timeToProve, clock, random).server();
        server.setHost(address.getHostString());
        server.setPort(address.getPort());
        try {
            server.start();
        } catch (IOException e) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "cannot listen on " + address + ": " + e.getMessage()
                            + ". Next: look which program has the port, or set another one",
                    e);
        }
        return new JumpServer(server, passages);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getHost(), server.getPort());
    }

    /** Channels that are open. */
    public int passages() {
        return passages.open().get();
    }

    /** Lets nobody in any more; who is in stays. */
    public void stopAccepting() {
        passages.closing().set(true);
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new IllegalStateException("the SSH port did not close", e);
        } finally {
            passages.workers().shutdown();
        }
    }
}
