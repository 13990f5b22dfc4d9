package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.Launcher;
import dev.sallyport.agent.process.UnixUsers;
import dev.sallyport.audit.event.EventIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.SessionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SSH server of this host, without a port: {@link #serve} takes each connection that the tunnel brings.
 *
 * <p>{@link #drain} refuses what is new and lets sessions end by themselves; {@link #close} cuts them.
 */
public final class SshService implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SshService.class);

    private static final Duration AFTER_GRACE = Duration.ofSeconds(2);

    private final SshSettings settings;
    private final Workshop workshop;
    private final SshServer server;
    private final Watch watch;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AsynchronousChannelGroup group = openGroup(executor);
    private final Connections connections;

    /**
     * Ready to serve; starts no thread that keeps the process alive.
     *
     * @param random for key exchange, padding and ids
     * @throws dev.sallyport.model.Failure when this process has no account here
     * @throws IllegalStateException when the runtime lacks an algorithm that belongs to the default
     */
    public SshService(SshSettings settings, AgentView view, Journal journal, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        UnixUsers users = new UnixUsers();
        this.workshop = new Workshop(
                settings,
                view,
                journal,
                clock,
                new EventIds(clock, random),
                users,
                new Launcher(users, settings.pam()),
                new Runs(),
                new Seats(),
                new Gatherings(),
                new AtomicBoolean());
        this.server = new ServerSetup(workshop, random).server();
        this.watch = new Watch(new SessionFactory(server), workshop);
        server.addSessionListener(watch);
        this.connections = new Connections(watch);
        watch.start();
    }

    /** The group in which the tunnel opens its channels. */
    public AsynchronousChannelGroup group() {
        return group;
    }

    /** Takes over a connection and returns at once. Never throws: a connection that cannot be served is closed. */
    public void serve(Inbound inbound) {
        if (workshop.draining().get() || watch.count() >= settings.maxConnections()) {
            log.warn(
                    "connection refused session={} open={} draining={}",
                    inbound.sessionId(),
                    watch.count(),
                    workshop.draining().get());
            inbound.close();
            return;
        }
        executor.execute(() -> begin(inbound));
    }

    private void begin(Inbound inbound) {
        try {
            connections.serve(inbound);
        } catch (Exception e) {
            log.warn("connection not served session={} error={}", inbound.sessionId(), e.toString());
            inbound.close();
        }
    }

    /** Cuts what locks hit now. New ones are refused anyway, and what slips in between is found within a second. */
    public void locksChanged() {
        watch.tick(workshop.clock().instant());
    }

    /** How many connections there are. */
    public int sessions() {
        return watch.count();
    }

    /** No new connections, no new channels; what runs goes on. */
    public void drain() {
        workshop.draining().set(true);
    }

    /**
     * Cuts everything; processes that sessions started are hung up on, and killed after the grace. Returns when their
     * ends are written down, or a little after the grace.
     */
    @Override
    public void close() {
        drain();
        watch.close();
        Closing.quietly(connections::cut);
        awaitEnds();
        Closing.quietly(server);
        Closing.quietly(group::shutdownNow);
        workshop.launcher().close();
        executor.shutdown();
    }

    private void awaitEnds() {
        try {
            if (!workshop.runs().awaitNone(settings.hangupGrace().plus(AFTER_GRACE))) {
                log.warn("sessions left behind reason=killed-but-not-gone");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static AsynchronousChannelGroup openGroup(ExecutorService executor) {
        try {
            return AsynchronousChannelGroup.withCachedThreadPool(executor, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
