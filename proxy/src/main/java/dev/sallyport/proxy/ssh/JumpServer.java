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
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.server.SshServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SSH port. */
public final class JumpServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JumpServer.class);

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
        JumpSetup setup = new JumpSetup(passages, timeToProve, clock, random);
        SshServer server = setup.server();
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
        parts.cluster().onLocks(() -> passages.workers().execute(() -> cutLocked(server, setup.people())));
        return new JumpServer(server, passages);
    }

    /** Who logged in between the reading of the locks and this is hit as well: all that are open are looked at. */
    private static void cutLocked(SshServer server, People people) {
        for (AbstractSession session : server.getActiveSessions()) {
            people.lockOn(session).ifPresent(reason -> cut(session, reason));
        }
    }

    private static void cut(AbstractSession session, String reason) {
        log.info("jump cut source={} reason=\"{}\"", session.getRemoteAddress(), reason);
        try {
            session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, reason);
        } catch (IOException | RuntimeException e) {
            log.debug("jump not ended politely reason=\"{}\"", e.toString());
        } finally {
            session.close(true);
        }
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
