package dev.sallyport.proxy.link;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.AgentStream;
import dev.sallyport.api.v1.ProbeResult;
import dev.sallyport.api.v1.ProbeResults;
import dev.sallyport.api.v1.ProxyReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is to be told to auth next. Of one stream only the last change counts, so it never holds more than there are streams, however
 * long auth is away.
 */
final class Outbox implements PresenceSink {

    /** Probes whose answers may wait; auth asks again for what was dropped. */
    private static final int MAX_PROBES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<ByteString, Optional<AgentStream>> presence = new LinkedHashMap<>();
    private final Map<Long, ProbeResults.Builder> probed = new LinkedHashMap<>();
    private int broken;

    @Override
    public void up(AgentStream stream) {
        put(stream.getStreamId(), Optional.of(stream));
    }

    @Override
    public void down(ByteString streamId) {
        put(streamId, Optional.empty());
    }

    private void put(ByteString streamId, Optional<AgentStream> stream) {
        change(() -> presence.put(streamId, stream));
    }

    void probed(long probeId, ProbeResult result) {
        change(() -> {
            if (probed.size() < MAX_PROBES || probed.containsKey(probeId)) {
                probed.computeIfAbsent(probeId, id -> ProbeResults.newBuilder().setProbeId(id))
                        .addResults(result);
            }
        });
    }

    /** The stream with this number is over. */
    void broken(int attempt) {
        change(() -> broken = Math.max(broken, attempt));
    }

    private void change(Runnable what) {
        lock.lock();
        try {
            what.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what waits: the whole presence is told next. */
    void clear() {
        change(() -> {
            presence.clear();
            probed.clear();
        });
    }

    /** Waits until there is something to tell or the stream with this number is over; true in the first case. */
    boolean await(int attempt) throws InterruptedException {
        lock.lock();
        try {
            while (presence.isEmpty() && probed.isEmpty() && broken < attempt) {
                changed.await();
            }
            return broken < attempt;
        } finally {
            lock.unlock();
        }
    }

    /** Lets changes gather for a while, unless the stream is over. */
    void gather(int attempt, Duration time) throws InterruptedException {
        lock.lock();
        try {
            long left = time.toNanos();
            while (left > 0 && broken < attempt && probed.isEmpty()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes what waits, as reports of a bounded size. */
    List<ProxyReport> take() {
        lock.lock();
        try {
            List<ProxyReport> reports = new ArrayList<>();
            probed.values()
                    .forEach(results -> reports.add(
                            ProxyReport.newBuilder().setProbed(results).build()));
            probed.clear();
            reports.addAll(Batches.of(presence));
            presence.clear();
            return reports;
        } finally {
            lock.unlock();
        }
    }
}
