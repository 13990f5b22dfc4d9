package dev.sallyport.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A child, leader of its own session and process group, with our ends of its pipes or terminal.
 *
 * <p>Whoever started it must {@link #waitFor} it, once, and then {@link #close}. Output that a stray grandchild
 * withholds is given up with {@link #abandonOutput}.
 */
public final class RunningProcess implements AutoCloseable {

    /** Tells a process the name of its terminal, as sshd does. */
    private static final String TERMINAL_NAME = "SSH_TTY";

    private static final int P_PID = 1;
    private static final int WEXITED = 4;
    private static final int WNOWAIT = 0x0100_0000;
    private static final int SIGINFO_SIZE = 128;

    private final int pid;
    private final Wake wake;
    private final Descriptor input;
    private final Descriptor output;
    private final Optional<Descriptor> error;
    private final Optional<Pty> pty;
    private final Runnable onReaped;
    private boolean reaped;

    private RunningProcess(
            int pid,
            Wake wake,
            Descriptor input,
            Descriptor output,
            Optional<Descriptor> error,
            Optional<Pty> pty,
            Runnable onReaped) {
        this.pid = pid;
        this.wake = wake;
        this.input = input;
        this.output = output;
        this.error = error;
        this.pty = pty;
        this.onReaped = onReaped;
    }

    /**
     * Starts it.
     *
     * @throws IOException when the kernel refuses: no such program, too many processes, no terminal left
     */
    public static RunningProcess start(Launch launch) throws IOException {
        return start(launch, () -> {});
    }

    /** @param onReaped run once, when it has ended and been waited for */
    static RunningProcess start(Launch launch, Runnable onReaped) throws IOException {
        Wake wake = new Wake();
        try {
            return launch.terminal().isPresent()
                    ? onTerminal(launch, launch.terminal().get(), wake, onReaped)
                    : onPipes(launch, wake, onReaped);
        } catch (IOException | RuntimeException e) {
            wake.close();
            throw e;
        }
    }

    private static RunningProcess onTerminal(Launch launch, Launch.Terminal terminal, Wake wake, Runnable onReaped)
            throws IOException {
        Pty pty = Pty.open(wake);
        try {
            pty.giveTo(terminal.owner());
            pty.resize(terminal.size());
            TerminalModes.apply(terminal.modes(), pty.master());
            int pid = Spawn.onTerminal(launch.with(TERMINAL_NAME, pty.name()), pty.name());
            return new RunningProcess(
                    pid, wake, pty.master(), pty.master(), Optional.empty(), Optional.of(pty), onReaped);
        } catch (IOException | RuntimeException e) {
            pty.master().close();
            throw e;
        }
    }

    private static RunningProcess onPipes(Launch launch, Wake wake, Runnable onReaped) throws IOException {
        try (Pipes pipes = new Pipes()) {
            Pipe in = pipes.open();
            Pipe out = pipes.open();
            Pipe err = pipes.open();
            Descriptor input = new Descriptor(in.writing(), wake);
            Descriptor output = new Descriptor(out.reading(), wake);
            Descriptor error = new Descriptor(err.reading(), wake);
            int pid = Spawn.onPipes(launch, in.reading(), out.writing(), err.writing());
            pipes.keep(in.writing(), out.reading(), err.reading());
            return new RunningProcess(pid, wake, input, output, Optional.of(error), Optional.empty(), onReaped);
        }
    }

    /** Its process id, which is also its process group and session. */
    public int pid() {
        return pid;
    }

    /** What it reads. On a terminal the same as {@link #output}. */
    public Descriptor input() {
        return input;
    }

    /** What it says. */
    public Descriptor output() {
        return output;
    }

    /** What it says on the side; a terminal has none. */
    public Optional<Descriptor> error() {
        return error;
    }

    public Optional<Pty> pty() {
        return pty;
    }

    /** No more input: the end of the file on a pipe. On a terminal, the key that stands for it must do. */
    public void endInput() {
        if (pty.isEmpty()) {
            input.close();
        }
    }

    /** Sends a signal to the whole process group; false when the leader was reaped already. */
    public synchronized boolean signal(int signal) {
        if (reaped) {
            return false;
        }
        try {
            return (int) Libc.KILL.invokeExact(-pid, signal) == 0;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Waits for its end and reaps it. Blocks the thread in the kernel: not for virtual threads. */
    public ExitState waitFor() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            // First without reaping, so that a signal sent meanwhile cannot hit a stranger with the same number.
            awaitExit(state, arena.allocate(SIGINFO_SIZE, 8));
            synchronized (this) {
                MemorySegment status = arena.allocate(JAVA_INT);
                int n = (int) Libc.WAITPID.invokeExact(state, pid, status, 0);
                reaped = true;
                return n == pid ? ExitState.of(status.get(JAVA_INT, 0)) : new ExitState.Exited(255);
            }
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        } finally {
            onReaped.run();
        }
    }

    private void awaitExit(MemorySegment state, MemorySegment info) throws Throwable {
        int result;
        do {
            result = (int) Libc.WAITID.invokeExact(state, P_PID, pid, info, WEXITED | WNOWAIT);
        } while (result != 0 && Libc.errno(state) == Libc.EINTR);
    }

    /** Ends every read and every wait on its descriptors. */
    public void abandonOutput() {
        wake.up();
    }

    /** Gives back the descriptors; after {@link #waitFor}, when no thread uses them any more. */
    @Override
    public void close() {
        input.close();
        output.close();
        error.ifPresent(Descriptor::close);
        wake.close();
    }
}
