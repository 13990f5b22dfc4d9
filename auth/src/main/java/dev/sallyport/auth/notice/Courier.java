package dev.sallyport.auth.notice;

import dev.sallyport.auth.log.LogLeaves;
import dev.sallyport.auth.log.StepThreads.Step;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.model.Failure;
import dev.sallyport.store.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One target: reads what happened, sends what people are to be told, then moves the cursor. A crash between the last two sends it
 * again. Nothing is kept in memory beyond the batch.
 */
final class Courier {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** Events that are looked at at once. */
    static final int BATCH = 200;

    /** Who heard nothing for so long is not told of it any more. */
    static final Duration PATIENCE = Duration.ofDays(1);

    private final NoticeTarget target;
    private final NoticeChannel channel;
    private final LogLeaves leaves;
    private final Store store;
    private final InstantSource clock;
    private volatile Optional<String> trouble = Optional.empty();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong givenUp = new AtomicLong();

    Courier(NoticeTarget target, NoticeChannel channel, LogLeaves leaves, Store store, InstantSource clock) {
        this.target = target;
        this.channel = channel;
        this.leaves = leaves;
        this.store = store;
        this.clock = clock;
    }

    /** Deals with the next events, if there are some. */
    Step step() {
        try {
            long next = cursor();
            List<LogLeaves.Entry> batch = leaves.entries(next, BATCH);
            if (batch.isEmpty()) {
                return overGone(next);
            }
            for (LogLeaves.Entry entry : batch) {
                Optional<Notice> notice = Wording.of(entry).filter(target::wants);
                if (notice.isPresent()) {
                    bring(notice.get());
                    move(entry.index() + 1);
                }
            }
            move(batch.getLast().index() + 1);
            trouble = Optional.empty();
            return Step.DONE;
        } catch (IOException | Failure e) {
            note(e instanceof Failure failure ? failure.text() : e.toString());
            return Step.FAILED;
        }
    }

    private void bring(Notice notice) throws IOException {
        try {
            channel.send(notice);
            sent.incrementAndGet();
        } catch (IOException | Failure e) {
            if (clock.instant().isBefore(notice.time().plus(PATIENCE))) {
                throw e;
            }
            givenUp.incrementAndGet();
            LOG.error("event=notice_given_up target={} id={} kind={}", target.name(), notice.id(), notice.kind());
        }
    }

    private void note(String why) {
        if (!trouble.equals(Optional.of(why))) {
            LOG.warn("event=notice_waits target={} reason={}", target.name(), why);
        }
        trouble = Optional.of(why);
    }

    /** Entries that were removed are not waited for. */
    private Step overGone(long next) {
        long end = Math.min(next + BATCH, leaves.count());
        if (end <= next) {
            return Step.IDLE;
        }
        move(end);
        return Step.DONE;
    }

    /** The number of the next event that it has not dealt with. */
    long next() {
        return cursor();
    }

    String name() {
        return target.name();
    }

    /** Why the last one was not accepted; empty where it was. */
    Optional<String> trouble() {
        return trouble;
    }

    /** Notices that were accepted since this process began. */
    long sent() {
        return sent.get();
    }

    /** Notices that nobody took for a day. */
    long givenUp() {
        return givenUp.get();
    }

    private long cursor() {
        Optional<Long> kept =
                store.get(key()).map(entry -> ByteBuffer.wrap(entry.value()).getLong());
        if (kept.isPresent()) {
            return kept.get();
        }
        long now = leaves.count();
        move(now);
        return now;
    }

    private void move(long next) {
        store.put(key(), ByteBuffer.allocate(Long.BYTES).putLong(next).array());
    }

    private String key() {
        return Keyspace.NOTICES + target.name();
    }
}
