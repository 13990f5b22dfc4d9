package dev.sallyport.agent.ssh;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Memory in which a busy connection collects packets to write them together: a system call and a wake-up of the proxy for four
 * packets instead of one. There is little of it, for all connections together; who gets none writes packet by packet.
 */
final class Parcels {

    /** Four packets of the largest size and what is around them, bytes. */
    static final int SIZE = 4 * (32 * 1024 + 256);

    static final int MOST = 16;

    private final ConcurrentLinkedQueue<ByteBuffer> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();

    /** An empty one; null when all are in use. */
    @Nullable
    ByteBuffer take() {
        ByteBuffer parcel = free.poll();
        if (parcel != null) {
            return parcel;
        }
        if (made.incrementAndGet() > MOST) {
            made.decrementAndGet();
            return null;
        }
        return ByteBuffer.allocateDirect(SIZE);
    }

    void giveBack(ByteBuffer parcel) {
        free.add(parcel.clear());
    }
}
