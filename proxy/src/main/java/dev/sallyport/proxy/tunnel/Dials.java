package dev.sallyport.proxy.tunnel;

import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Dials of one stream that wait for their answer. Whoever takes a dial out of here, and nobody else, tells its listener: so each ends
 * once, whatever comes twice or late. Safe on any thread.
 */
final class Dials {

    private final int most;
    private final AtomicInteger everywhere;
    private @Nullable Map<ByteBuffer, Waiting> waiting;

    /** @param everywhere counts the dials of all streams */
    Dials(int most, AtomicInteger everywhere) {
        this.most = most;
        this.everywhere = everywhere;
    }

    /** One dial on its way. */
    record Waiting(DialListener listener, Future<?> timeout) {}

    /** False where too many wait already. */
    synchronized boolean add(byte[] dialId, DialListener listener, Future<?> timeout) {
        if (waiting == null) {
            waiting = new HashMap<>(4);
        }
        if (waiting.size() >= most) {
            return false;
        }
        waiting.put(ByteBuffer.wrap(dialId), new Waiting(listener, timeout));
        everywhere.incrementAndGet();
        return true;
    }

    /** The dial's listener, whom the caller now tells; null where that dial is over or never was. */
    synchronized @Nullable DialListener take(byte[] dialId) {
        Waiting dial = waiting == null ? null : waiting.remove(ByteBuffer.wrap(dialId));
        if (dial == null) {
            return null;
        }
        forget();
        dial.timeout().cancel(false);
        everywhere.decrementAndGet();
        return dial.listener();
    }

    /** All that wait: the caller tells them. */
    synchronized List<DialListener> takeAll() {
        List<DialListener> all = new ArrayList<>();
        if (waiting != null) {
            for (Waiting dial : waiting.values()) {
                dial.timeout().cancel(false);
                everywhere.decrementAndGet();
                all.add(dial.listener());
            }
            waiting = null;
        }
        return all;
    }

    /** An agent at rest holds no map. */
    private void forget() {
        if (waiting != null && waiting.isEmpty()) {
            waiting = null;
        }
    }
}
