package dev.sallyport.proxy.tunnel;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Data connections of one stream that wait to be used. Safe on any thread. */
final class Spares {

    private final int most;
    private final List<DataConnection> waiting = new ArrayList<>(1);
    private boolean ended;

    Spares(int most) {
        this.most = most;
    }

    /** False where there are enough, or the stream is over: the caller closes. */
    synchronized boolean add(DataConnection spare) {
        if (ended || waiting.size() >= most) {
            return false;
        }
        waiting.add(spare);
        return true;
    }

    synchronized void remove(DataConnection spare) {
        waiting.remove(spare);
    }

    /** One that can be used, best on this event loop, where it need not move, if any. */
    synchronized Optional<DataConnection> take(EventLoop near) {
        waiting.removeIf(spare -> !spare.usable());
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        DataConnection best =
                waiting.stream().filter(spare -> spare.on(near)).findFirst().orElseGet(waiting::getFirst);
        waiting.remove(best);
        return Optional.of(best);
    }

    /** The stream is over, and with it all that waits. */
    void end() {
        List<DataConnection> rest;
        synchronized (this) {
            ended = true;
            rest = List.copyOf(waiting);
            waiting.clear();
        }
        rest.forEach(DataConnection::close);
    }

    synchronized int size() {
        return waiting.size();
    }
}
