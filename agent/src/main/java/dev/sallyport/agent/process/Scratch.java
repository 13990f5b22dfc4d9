package dev.sallyport.agent.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Native memory to call libc with; one call at a time. */
public final class Scratch implements AutoCloseable {

    private final Arena arena;
    private final boolean closeable;
    private final MemorySegment state;
    private final MemorySegment polled;
    private final MemorySegment bytes;

    private Scratch(Arena arena, boolean closeable, int size) {
        this.arena = arena;
        this.closeable = closeable;
        this.state = arena.allocate(Libc.STATE);
        this.polled = arena.allocate(16, 4);
        this.bytes = arena.allocate(size);
    }

    /** For the calling thread only; closed by it. {@code size}: bytes that one call can move at most. */
    public static Scratch ofThread(int size) {
        return new Scratch(Arena.ofConfined(), true, size);
    }

    /** For several threads, one after the other; freed by the garbage collector. */
    public static Scratch shared(int size) {
        return new Scratch(Arena.ofAuto(), false, size);
    }

    MemorySegment state() {
        return state;
    }

    MemorySegment polled() {
        return polled;
    }

    MemorySegment bytes() {
        return bytes;
    }

    int size() {
        return (int) bytes.byteSize();
    }

    @Override
    public void close() {
        if (closeable) {
            arena.close();
        }
    }
}
