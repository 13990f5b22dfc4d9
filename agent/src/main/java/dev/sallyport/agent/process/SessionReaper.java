package dev.sallyport.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the processes of running sessions when the agent itself was killed and can do it no more: what runs on would run
 * unrecorded. What a session left behind when it ended by itself is nobody's business here.
 *
 * <p>The kernel's own means do not reach far enough: a parent's death signal is not inherited by grandchildren and is
 * dropped by programs that change their user. So a small shell process, in a session of its own, is told of each session
 * through a pipe; the pipe's end is the agent's. One process an agent, started with the first session, started again if
 * somebody kills it. Safe for use by many threads.
 */
final class SessionReaper implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SessionReaper.class);

    private static final String SHELL = "/bin/sh";
    /** A reader that is behind for so long hangs. */
    private static final int PATIENCE_MILLIS = 10_000;

    private static final int LOOK_MILLIS = 5;
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    /** The sessions that run, by token, with their leaders; "-" for one whose leader has not started yet. */
    private final Map<String, String> running = new LinkedHashMap<>();

    private int pid;
    private @Nullable Descriptor input;
    private @Nullable Wake wake;

    /** A session is about to be started. @throws IOException when nobody could end it: then it must not start */
    synchronized void announce(String token) throws IOException {
        running.put(token, "-");
        try {
            tell("+ " + name(token));
        } catch (IOException e) {
            running.remove(token);
            throw e;
        }
    }

    /** Its leader runs. */
    synchronized void started(String token, int leader) throws IOException {
        running.put(token, Integer.toString(leader));
        tell("= " + name(token) + " " + leader);
    }

    /** It ended by itself, or never began. */
    synchronized void over(String token) {
        running.remove(token);
        try {
            if (input != null) {
                tell("- " + name(token));
            }
        } catch (IOException e) {
            log.warn("session reaper not told reason={}", e.toString());
        }
    }

    /** Tells it, or a new one if the old one is gone; a new one hears of everything that runs, this line included. */
    private void tell(String line) throws IOException {
        Descriptor to = input;
        if (to != null) {
            if (written(to, line)) {
                return;
            }
            // One that hangs would take the end of its input for the agent's end, and end all sessions when it goes on.
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
        release();
        start();
    }

    private void start() throws IOException {
        Wake awaking = new Wake();
        try (Pipes pipes = new Pipes()) {
            Pipe in = pipes.open();
            Launch launch = new Launch(
                    SHELL,
                    List.of("sh", "-c", script(), "sallyport-session-reaper"),
                    Map.of("PATH", PATH),
                    "/",
                    Optional.empty());
            Descriptor opened = new Descriptor(in.writing(), awaking);
            pid = Spawn.beside(launch, in.reading());
            pipes.keep(in.writing());
            input = opened;
            wake = awaking;
        } catch (IOException | RuntimeException e) {
            awaking.close();
            throw e;
        }
        for (Map.Entry<String, String> session : running.entrySet()) {
            String line = "= " + name(session.getKey()) + " " + session.getValue();
            if (!written(Objects.requireNonNull(input), line)) {
                throw new IOException("the process that ends sessions of a killed agent does not run");
            }
        }
    }

    /** As part of the name of a shell's variable. */
    private static String name(String token) {
        return token.replace('-', '_');
    }

    /**
     * A line is written whole or not at all, since it is short. Where the pipe is full the reader has its time to catch up.
     *
     * @return false when nobody reads any more
     */
    private static boolean written(Descriptor to, String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(UTF_8);
        try (Scratch scratch = Scratch.ofThread(bytes.length)) {
            int n = to.writeNow(scratch, bytes, 0, bytes.length);
            for (int waited = 0; n == 0 && waited < PATIENCE_MILLIS; waited += LOOK_MILLIS) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                n = to.writeNow(scratch, bytes, 0, bytes.length);
            }
            return n == bytes.length;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the process that ends sessions catches up");
        }
    }

    /** Without sessions there is nothing to end: it leaves. */
    @Override
    public synchronized void close() {
        release();
    }

    private void release() {
        Descriptor open = input;
        Wake awaking = wake;
        input = null;
        wake = null;
        if (open != null && awaking != null) {
            open.close();
            awaking.close();
            int gone = pid;
            Thread.ofPlatform().daemon().name("session-reaper").start(() -> reap(gone));
        }
    }

    private static void reap(int pid) {
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) Libc.WAITPID.invokeExact(arena.allocate(Libc.STATE), pid, arena.allocate(JAVA_INT), 0);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private static String script() throws IOException {
        try (InputStream script = SessionReaper.class.getResourceAsStream("session-reaper.sh")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), UTF_8);
        }
    }
}
