package dev.sallyport.proxy.tunnel;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Probes of one stream that wait for their pong. All on the stream's event loop. */
final class Pings {

    private static final int MOST = 64;

    private final EventLoop loop;
    private @Nullable Map<Long, Waiting> waiting;
    private long nextId = 1;

    Pings(EventLoop loop) {
        this.loop = loop;
    }

    private record Waiting(long sentNanos, Consumer<OptionalLong> answer, Future<?> timeout) {}

    long nextId() {
        return nextId++;
    }

    /** Sends a ping and tells how long its pong took, in microseconds; empty where it did not come. */
    void probe(LongConsumer send, Duration patience, Consumer<OptionalLong> answer) {
        Map<Long, Waiting> open = waiting == null ? new HashMap<>(2) : waiting;
        waiting = open;
        if (open.size() >= MOST) {
            answer.accept(OptionalLong.empty());
            return;
        }
        long id = nextId();
        Future<?> timeout = loop.schedule(() -> finish(id, false), patience.toMillis(), TimeUnit.MILLISECONDS);
        open.put(id, new Waiting(System.nanoTime(), answer, timeout));
        send.accept(id);
    }

    void pong(long id) {
        finish(id, true);
    }

    private void finish(long id, boolean answered) {
        Waiting probe = waiting == null ? null : waiting.remove(id);
        if (probe == null) {
            return;
        }
        probe.timeout().cancel(false);
        long micros = (System.nanoTime() - probe.sentNanos()) / 1000;
        probe.answer().accept(answered ? OptionalLong.of(micros) : OptionalLong.empty());
    }

    void end() {
        if (waiting != null) {
            Map<Long, Waiting> open = Map.copyOf(waiting);
            open.keySet().forEach(id -> finish(id, false));
        }
    }
}
