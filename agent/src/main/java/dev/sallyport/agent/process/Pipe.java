package dev.sallyport.agent.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Two ends of a pipe, neither inherited by children but where it is put in their place. */
record Pipe(int reading, int writing) {

    /** Room in the kernel, so that both sides can work on for a while; the usual size is 64 KiB. */
    private static final int ROOM = 256 * 1024;

    static Pipe open() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(Libc.STATE);
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            if ((int) Libc.PIPE2.invokeExact(state, ends, Libc.O_CLOEXEC) != 0) {
                throw Descriptor.failed("pipe2", Libc.errno(state));
            }
            Pipe pipe = new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
            // Refused beyond a user's quota: then the usual size will do.
            int ignored = (int) Libc.FCNTL.invokeExact(state, pipe.writing, Libc.F_SETPIPE_SZ, ROOM);
            return pipe;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.unexpected(e);
        }
    }
}
