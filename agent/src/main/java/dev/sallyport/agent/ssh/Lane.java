package dev.sallyport.agent.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one person in a session is still to be shown. Whoever fills it never waits: what is more than {@link #MOST} is dropped, with
 * all that waits, and counted. A virtual thread empties it, as slowly as the reader reads; once it has nothing left of before, it
 * fetches what makes up for the rest.
 */
final class Lane {

    /** Bytes that may wait. */
    static final int MOST = 256 * 1024;

    private static final Duration LAST = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(Lane.class);

    /** Where it goes; may block. */
    interface Way {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Makes up for what was dropped. It must call {@link #resume} when it has fixed what it shows. */
    interface CatchUp {
        byte[] bytes(Lane lane);
    }

    private final Way way;
    private final CatchUp catchUp;
    private final Runnable over;
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private int queued;
    private long lost;
    private boolean behind;
    private boolean ended;
    private boolean told;
    private @Nullable Thread writer;

    /**
     * @param behind whether it begins with catching up
     * @param over called once, when all is written or nothing more can be
     */
    Lane(Way way, CatchUp catchUp, boolean behind, Runnable over) {
        this.way = way;
        this.catchUp = catchUp;
        this.behind = behind;
        this.over = over;
    }

    /** Starts what {@code behind} begins with. */
    synchronized void start() {
        wake();
    }

    /** More to show; the array is not changed afterwards. */
    synchronized void offer(byte[] bytes) {
        if (ended) {
            return;
        }
        if (behind || queued + bytes.length > MOST) {
            lost += queued + bytes.length;
            behind = true;
            clear();
        } else {
            queue.add(bytes);
            queued += bytes.length;
        }
        wake();
    }

    /** From now on everything counts again. Returns how many bytes were dropped. */
    synchronized long resume() {
        long dropped = lost;
        behind = false;
        lost = 0;
        return dropped;
    }

    /** This is the last; what waits goes before it, but for what was dropped. Who does not take it in some seconds does without. */
    synchronized void end(byte[] last) {
        if (ended) {
            return;
        }
        queue.add(last);
        behind = false;
        ended = true;
        wake();
        Thread writing = Objects.requireNonNull(writer);
        Thread.ofVirtual().name("session-lane-end").start(() -> awaitEnd(writing));
    }

    private void awaitEnd(Thread writing) {
        try {
            if (!writing.join(LAST)) {
                tell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        synchronized (this) {
            if (told) {
                return;
            }
            told = true;
        }
        over.run();
    }

    /** Nothing more is shown; what waits is dropped. */
    synchronized void stop() {
        ended = true;
        behind = false;
        clear();
        wake();
    }

    private void clear() {
        queue.clear();
        queued = 0;
    }

    private void wake() {
        if (writer == null) {
            writer = Thread.ofVirtual().name("session-lane").start(this::run);
        }
        notifyAll();
    }

    private void run() {
        try {
            for (byte[] next = next(); next != null; next = next()) {
                way.write(next, 0, next.length);
            }
        } catch (IOException | RuntimeException e) {
            log.debug("lane ends error={}", e.toString());
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
        tell();
    }

    /** Null when there is nothing more. */
    private byte @Nullable [] next() throws InterruptedException {
        synchronized (this) {
            while (queue.isEmpty() && !behind && !ended) {
                wait();
            }
            byte[] next = queue.poll();
            if (next != null) {
                queued -= Math.min(queued, next.length);
                return next;
            }
            if (!behind) {
                return null;
            }
        }
        // Not under the lock: whoever makes the picture holds others meanwhile.
        return catchUp.bytes(this);
    }
}
