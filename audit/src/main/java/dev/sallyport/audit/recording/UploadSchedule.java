package dev.sallyport.audit.recording;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Which recording is to be uploaded next, and when. One thread at a time has a session. Safe for use by many threads. */
final class UploadSchedule {

    /** Time between two turns of a recording that grows. */
    private static final long PAUSE_MILLIS = 1_000;

    private record Turn(UUID session, long atMillis, int failures) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<UUID, Turn> waiting = new HashMap<>();
    private final Map<UUID, Integer> busy = new HashMap<>();
    private final Set<UUID> again = new HashSet<>();
    private final Set<UUID> ended = new HashSet<>();
    private boolean closed;

    /** There is something to upload; a pause after a failure goes on. */
    void wake(UUID session, long nowMillis) {
        lock.lock();
        try {
            if (busy.containsKey(session)) {
                again.add(session);
            } else {
                waiting.putIfAbsent(session, new Turn(session, nowMillis, 0));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** There is something to upload, and nothing will follow: no use in waiting for more. A pause after a failure goes on. */
    void hurry(UUID session, long nowMillis) {
        lock.lock();
        try {
            if (busy.containsKey(session)) {
                ended.add(session);
            }
            Turn turn = waiting.get(session);
            if (turn != null && turn.failures() == 0) {
                waiting.put(session, new Turn(session, nowMillis, 0));
            }
            wake(session, nowMillis);
        } finally {
            lock.unlock();
        }
    }

    /** The session whose turn it is, if any is now. {@link #caughtUp}, {@link #finished} or {@link #failed} must follow. */
    Optional<UUID> take(long nowMillis) {
        lock.lock();
        try {
            Optional<Turn> next = first().filter(turn -> turn.atMillis() <= nowMillis);
            next.ifPresent(turn -> {
                waiting.remove(turn.session());
                busy.put(turn.session(), turn.failures());
            });
            return next.map(Turn::session);
        } finally {
            lock.unlock();
        }
    }

    private Optional<Turn> first() {
        return waiting.values().stream().min(Comparator.comparingLong(Turn::atMillis));
    }

    /** Waits until it is somebody's turn. Empty when closed. */
    Optional<UUID> next(InstantSource clock) throws InterruptedException {
        lock.lock();
        try {
            Optional<UUID> next = Optional.empty();
            while (!closed && next.isEmpty()) {
                next = take(clock.millis());
                if (next.isEmpty()) {
                    long pause = first().map(turn -> turn.atMillis() - clock.millis())
                            .orElse(Long.MAX_VALUE);
                    changed.await(pause, TimeUnit.MILLISECONDS);
                }
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** It is of no concern any more. */
    void finished(UUID session) {
        lock.lock();
        try {
            busy.remove(session);
            again.remove(session);
            ended.remove(session);
        } finally {
            lock.unlock();
        }
    }

    /** All there was is uploaded, and it grows. */
    void caughtUp(UUID session, long nowMillis) {
        lock.lock();
        try {
            busy.remove(session);
            boolean over = ended.remove(session);
            if (again.remove(session)) {
                waiting.put(session, new Turn(session, over ? nowMillis : nowMillis + PAUSE_MILLIS, 0));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How often it failed in a row, this time not counted. */
    int failures(UUID session) {
        lock.lock();
        try {
            return busy.getOrDefault(session, 0);
        } finally {
            lock.unlock();
        }
    }

    /** It failed; its turn comes after a pause. */
    void failed(UUID session, long nowMillis, Duration pause) {
        lock.lock();
        try {
            int failures = failures(session) + 1;
            busy.remove(session);
            again.remove(session);
            ended.remove(session);
            waiting.put(session, new Turn(session, nowMillis + pause.toMillis(), failures));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
