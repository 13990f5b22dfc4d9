package dev.sallyport.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Calls threads back from waiting on the {@link Descriptor}s of one process, once and for all. */
final class Wake implements Closeable {

    private final int fd;
    private boolean closed;

    Wake() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            fd = (int) Libc.EVENTFD.invokeExact(state, 0, Libc.EFD_CLOEXEC | Libc.O_NONBLOCK);
            if (fd < 0) {
                throw Descriptor.failed("eventfd", Libc.errno(state));
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    int fd() {
        return fd;
    }

    synchronized void up() {
        if (closed) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_LONG, 1);
            long ignored = (long) Libc.WRITE.invokeExact(arena.allocate(Libc.STATE), fd, one, 8L);
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }

    /** Only when no thread can be waiting any more. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Descriptor.closeNow(fd);
        }
    }
}
