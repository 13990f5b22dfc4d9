package dev.sallyport.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Our end of a pipe or terminal. Not blocking underneath: a call tries first, and only where there is nothing to do does
 * it wait, for the descriptor or for {@link Wake}, so that a thread can be called back from a pipe that a stray child
 * holds open for ever.
 *
 * <p>One reading and one writing thread at a time; closing waits for neither: wake them first.
 */
public final class Descriptor implements Closeable {

    /** Most that one call moves. */
    public static final int MOST = 32 * 1024;

    private static final int POLLFD = 8;

    private final int fd;
    private final Wake wake;
    private final Object closing = new Object();
    private int users;
    private boolean closed;

    Descriptor(int fd, Wake wake) throws IOException {
        this.fd = fd;
        this.wake = wake;
        setNonBlocking();
    }

    int fd() {
        return fd;
    }

    /**
     * Reads what is there, at least one byte, at most {@code buffer}'s or {@link #MOST} bytes.
     *
     * @param scratch where the kernel puts the bytes; belongs to the calling thread
     * @return the number of bytes, or -1 at the end, when woken or closed
     */
    public int read(Scratch scratch, byte[] buffer, int offset, int length) throws IOException {
        if (!enter()) {
            return -1;
        }
        try {
            while (true) {
                long n = (long) Libc.READ.invokeExact(
                        scratch.state(), fd, scratch.bytes(), (long) Math.min(length, scratch.size()));
                if (n > 0) {
                    MemorySegment.copy(scratch.bytes(), JAVA_BYTE, 0, buffer, offset, (int) n);
                    return (int) n;
                }
                if (n == 0 || endsReading(Libc.errno(scratch.state())) || !await(scratch, Libc.POLLIN)) {
                    return -1;
                }
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        } finally {
            leave();
        }
    }

    /** Writes as much as fits now and returns how much that was; -1 when nobody reads any more. */
    public int writeNow(Scratch scratch, byte[] bytes, int offset, int length) throws IOException {
        if (!enter()) {
            return -1;
        }
        try {
            int size = Math.min(length, scratch.size());
            MemorySegment.copy(bytes, offset, scratch.bytes(), JAVA_BYTE, 0, size);
            long n = (long) Libc.WRITE.invokeExact(scratch.state(), fd, scratch.bytes(), (long) size);
            if (n >= 0) {
                return (int) n;
            }
            return switch (Libc.errno(scratch.state())) {
                case Libc.EAGAIN, Libc.EINTR -> 0;
                case Libc.EPIPE, Libc.EIO -> -1;
                default -> throw failed("write", Libc.errno(scratch.state()));
            };
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        } finally {
            leave();
        }
    }

    /** Waits until something can be written; false when woken or closed. */
    public boolean awaitWritable(Scratch scratch) throws IOException {
        if (!enter()) {
            return false;
        }
        try {
            return await(scratch, Libc.POLLOUT);
        } finally {
            leave();
        }
    }

    /** Gives the number back to the kernel once nobody is in a call. */
    @Override
    public void close() {
        synchronized (closing) {
            if (!closed) {
                closed = true;
                if (users == 0) {
                    closeNow(fd);
                }
            }
        }
    }

    private boolean enter() {
        synchronized (closing) {
            if (closed) {
                return false;
            }
            users++;
            return true;
        }
    }

    private void leave() {
        synchronized (closing) {
            users--;
            if (closed && users == 0) {
                closeNow(fd);
            }
        }
    }

    private boolean await(Scratch scratch, short events) throws IOException {
        MemorySegment polled = scratch.polled();
        setPoll(polled, 0, fd, events);
        setPoll(polled, 1, wake.fd(), Libc.POLLIN);
        try {
            int n = (int) Libc.POLL.invokeExact(scratch.state(), polled, 2L, -1);
            if (n < 0 && Libc.errno(scratch.state()) != Libc.EINTR) {
                throw failed("poll", Libc.errno(scratch.state()));
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
        return polled.get(JAVA_SHORT, POLLFD + 6) == 0;
    }

    private static void setPoll(MemorySegment polled, int index, int fd, short events) {
        polled.set(JAVA_INT, (long) index * POLLFD, fd);
        polled.set(JAVA_SHORT, (long) index * POLLFD + 4, events);
        polled.set(JAVA_SHORT, (long) index * POLLFD + 6, (short) 0);
    }

    /** A terminal whose other side is gone gives EIO. */
    private static boolean endsReading(int errno) throws IOException {
        return switch (errno) {
            case Libc.EAGAIN, Libc.EINTR -> false;
            case Libc.EIO -> true;
            default -> throw failed("read", errno);
        };
    }

    private void setNonBlocking() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            int flags = (int) Libc.FCNTL.invokeExact(state, fd, Libc.F_GETFL, 0);
            if (flags < 0 || (int) Libc.FCNTL.invokeExact(state, fd, Libc.F_SETFL, flags | Libc.O_NONBLOCK) < 0) {
                throw failed("fcntl", Libc.errno(state));
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    static void closeNow(int fd) {
        try {
            int ignored = (int) Libc.CLOSE.invokeExact(fd);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    static IOException failed(String call, int errno) {
        return new IOException(call + " failed with errno " + errno);
    }
}
