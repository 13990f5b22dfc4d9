package dev.sallyport.server.wiring;

import dev.sallyport.model.Metric;
import dev.sallyport.server.config.DaemonConfig;
import dev.sallyport.server.diagnostics.Diagnostics;
import dev.sallyport.server.diagnostics.RoleState;
import dev.sallyport.server.diagnostics.Subject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process: diagnostics first, then auth, proxy, agent and witness, as far as the configuration wants them. Stops in the other
 * order.
 */
public final class Daemon implements Subject, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Daemon.class);

    /** How often a drain looks for the second signal. */
    private static final long LOOK_MILLIS = 50;

    private final DaemonConfig config;
    private final Assembly assembly;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Map<Integer, Part> parts = new ConcurrentSkipListMap<>();
    private final List<String> roles;
    private @Nullable Diagnostics diagnostics;
    private volatile @Nullable Thread starting;

    public Daemon(DaemonConfig config, InstantSource clock, SecureRandom random) {
        this.config = config;
        this.assembly = new Assembly(config, clock, random);
        this.roles = assembly.roles();
    }

    /**
     * Starts every role; returns when all run, or when {@link #stop} was called meanwhile.
     *
     * @throws dev.sallyport.model.Failure when a role cannot start
     * @throws IOException when the diagnostics cannot be bound
     */
    public void start() throws IOException {
        starting = Thread.currentThread();
        if (config.diagnostics().isPresent()) {
            listenForQuestions(config.diagnostics().get());
        }
        try {
            for (int i = 0; i < roles.size() && !draining(); i++) {
                Part part = assembly.start(roles.get(i));
                parts.put(i, part);
                log.info("{} runs {}", part.role(), part.where());
            }
        } catch (InterruptedException e) {
            if (!draining()) {
                Thread.currentThread().interrupt();
            }
        } finally {
            starting = null;
        }
    }

    private void listenForQuestions(String where) throws IOException {
        InetSocketAddress address = Addresses.listen(where);
        try {
            Diagnostics listening = Diagnostics.start(address, this, Version.TEXT);
            diagnostics = listening;
            log.info("diagnostics listen on {}", listening.address());
        } catch (BindException e) {
            BindException told =
                    new BindException("cannot listen on " + where + " (diagnostics.listen): " + e.getMessage());
            told.initCause(e);
            throw told;
        }
    }

    /** Where the diagnostics listen. */
    public InetSocketAddress diagnosticsAddress() {
        return java.util.Objects.requireNonNull(diagnostics, "not started, or none")
                .address();
    }

    /** Asks it to stop; returns at once. */
    public void stop() {
        stopping.countDown();
        Thread thread = starting;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Waits until somebody asks it to stop. */
    public void awaitStop() throws InterruptedException {
        stopping.await();
    }

    /** Something that may cut a drain short. */
    @FunctionalInterface
    public interface Impatience {
        /** Waits so long for the wish to cut; whether it came. */
        boolean cut(long millis) throws InterruptedException;
    }

    /** Nothing new from now on; returns when nothing runs any more, the drain time is over, or somebody is impatient. */
    public void drain(Impatience impatience) throws InterruptedException {
        stopping.countDown();
        Instant end = Instant.now().plus(config.drainTimeout());
        log.info("draining limit={}", config.drainTimeout());
        // Sessions that end write to auth: it goes when the others have gone.
        Predicate<Part> isAuth = part -> part.role().equals("auth");
        boolean cut = drainAll(isAuth.negate(), end, impatience);
        closeAll(isAuth.negate());
        cut = cut || drainAll(isAuth, end, impatience);
        log.info(cut ? "cut short by a second signal" : "drained");
    }

    private boolean drainAll(Predicate<Part> which, Instant end, Impatience impatience) throws InterruptedException {
        Duration left = Duration.between(Instant.now(), end);
        Duration limit = left.isNegative() ? Duration.ZERO : left;
        List<Thread> drains = parts.values().stream()
                .filter(which)
                .map(part -> Thread.ofVirtual().name("drain-" + part.role()).start(() -> drainOne(part, limit)))
                .toList();
        boolean cut = false;
        while (!cut && drains.stream().anyMatch(Thread::isAlive)) {
            cut = impatience.cut(LOOK_MILLIS);
        }
        drains.forEach(Thread::interrupt);
        return cut;
    }

    private static void drainOne(Part part, Duration limit) {
        try {
            part.drain(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<RoleState> roles() {
        List<RoleState> states = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            Part part = parts.get(i);
            states.add(
                    part == null
                            ? new RoleState(roles.get(i), false, draining() ? "has stopped" : "is starting")
                            : state(part));
        }
        return states;
    }

    private static RoleState state(Part part) {
        return part.trouble()
                .map(trouble -> new RoleState(part.role(), false, trouble))
                .orElseGet(() -> new RoleState(
                        part.role(),
                        true,
                        part.where()
                                + part.warning()
                                        .map(text -> "; warning: " + text)
                                        .orElse("")));
    }

    @Override
    public boolean draining() {
        return stopping.getCount() == 0;
    }

    @Override
    public List<Metric> metrics() {
        return parts.values().stream().flatMap(part -> part.metrics().stream()).toList();
    }

    /** Cuts what runs and ends every role, the last one first. */
    @Override
    public void close() {
        stop();
        closeAll(_ -> true);
        if (diagnostics != null) {
            diagnostics.close();
        }
    }

    private void closeAll(Predicate<Part> which) {
        for (Map.Entry<Integer, Part> entry : List.copyOf(parts.entrySet()).reversed()) {
            Part part = entry.getValue();
            if (which.test(part) && parts.remove(entry.getKey(), part)) {
                try {
                    part.close();
                } catch (RuntimeException e) {
                    log.warn("not closed role={} reason={}", part.role(), e.toString());
                }
            }
        }
    }
}
