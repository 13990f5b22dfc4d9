package dev.sallyport.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;

/** A terminal: the master side is ours, the other side a process's. */
public final class Pty {

    private final Descriptor master;
    private final String name;

    private Pty(Descriptor master, String name) {
        this.master = master;
        this.name = name;
    }

    /** The size of a terminal in characters and in pixels; pixels are 0 when unknown. */
    public record Size(int columns, int rows, int width, int height) {
        public static final Size USUAL = new Size(80, 24, 0, 0);

        public Size {
            columns = within(columns);
            rows = within(rows);
            width = within(width);
            height = within(height);
        }

        private static int within(int value) {
            return Math.clamp(value, 0, 0x7fff);
        }
    }

    static Pty open(Wake wake) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            int fd = (int) Libc.POSIX_OPENPT.invokeExact(state, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC);
            if (fd < 0) {
                throw Descriptor.failed("posix_openpt", Libc.errno(state));
            }
            try {
                return new Pty(new Descriptor(fd, wake), unlocked(arena, state, fd));
            } catch (Throwable e) {
                Descriptor.closeNow(fd);
                throw e;
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    private static String unlocked(Arena arena, MemorySegment state, int fd) throws Throwable {
        if ((int) Libc.GRANTPT.invokeExact(state, fd) != 0 || (int) Libc.UNLOCKPT.invokeExact(state, fd) != 0) {
            throw Descriptor.failed("unlockpt", Libc.errno(state));
        }
        MemorySegment name = arena.allocate(64);
        int error = (int) Libc.PTSNAME_R.invokeExact(fd, name, 64L);
        if (error != 0) {
            throw Descriptor.failed("ptsname_r", error);
        }
        return name.getString(0);
    }

    /** Path of the other side, {@code /dev/pts/3}. */
    public String name() {
        return name;
    }

    /** The side that we read output from and write input to. */
    public Descriptor master() {
        return master;
    }

    /** Tells the processes of the terminal that its size changed (SIGWINCH). */
    public void resize(Size size) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment window = arena.allocate(8, 2);
            window.setAtIndex(JAVA_SHORT, 0, (short) size.rows());
            window.setAtIndex(JAVA_SHORT, 1, (short) size.columns());
            window.setAtIndex(JAVA_SHORT, 2, (short) size.width());
            window.setAtIndex(JAVA_SHORT, 3, (short) size.height());
            MemorySegment state = arena.allocate(Libc.STATE);
            if ((int) Libc.IOCTL.invokeExact(state, master.fd(), Libc.TIOCSWINSZ, window) != 0) {
                throw Descriptor.failed("resizing the terminal", Libc.errno(state));
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Gives the other side to the user, as login(1) does, so that programs can open it by name. */
    void giveTo(UnixUser user) throws IOException {
        Path path = Path.of(name);
        Files.setAttribute(path, "unix:uid", user.uid());
        Files.setAttribute(path, "unix:mode", 0620);
    }
}
