package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of a spool against its limit. */
final class SpoolSpace {

    private final AtomicLong used;
    private final long limit;

    SpoolSpace(long used, long limit) {
        this(new AtomicLong(used), limit);
    }

    private SpoolSpace(AtomicLong used, long limit) {
        this.used = used;
        this.limit = limit;
    }

    /** The same count, for what must be written in any case and is small. */
    SpoolSpace withoutLimit() {
        return new SpoolSpace(used, Long.MAX_VALUE);
    }

    /** @throws Failure EXHAUSTED if there is not so much left */
    void take(long bytes) {
        if (used.addAndGet(bytes) > limit) {
            used.addAndGet(-bytes);
            throw Failure.of(
                    FailureCode.EXHAUSTED,
                    "the recording spool is full: it holds " + used.get() + " bytes of at most " + limit
                            + ". Recordings leave it once auth has them. Next: see why uploads fail, or raise the limit");
        }
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }
}
