package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records one session. Safe for use by many threads.
 *
 * <p>The hot path is one copy into a buffer under a lock. Full buffers queue for the spool's threads; when
 * a few wait, callers wait too, which slows the session down to what the disk takes. What does not fill a buffer is saved
 * to a tail file ten times a second, and packed when it is old.
 *
 * <p>When recording fails, {@code onFailure} hears of it once, from any thread, and must not block; in
 * {@link RecordingMode#STRICT} every call throws from then on.
 */
public final class RecordingWriter implements AutoCloseable {

    private final RecordingHeader header;
    private final Consumer<Failure> onFailure;
    private final Spooling spooling;
    private final Scribe scribe;
    private final EntryQueue queue;
    private volatile long forcedMicros;
    private final AtomicBoolean forcing = new AtomicBoolean();

    /** @throws IOException if not even the header can be written */
    RecordingWriter(
            RecordingHeader header, RecordingMode mode, Consumer<Failure> onFailure, Spooling spooling, Scribe scribe)
            throws IOException {
        this.header = header;
        this.onFailure = onFailure;
        this.spooling = spooling;
        this.scribe = scribe;
        EntryBuffer first = new EntryBuffer(0);
        first.header(HeaderFields.of(header));
        scribe.keep(0, Arrays.copyOf(first.array(), first.size()), true);
        this.queue = new EntryQueue(header.session(), first, mode, this::startWorking);
    }

    /**
     * What a writer has from its spool.
     *
     * @param threads pack
     * @param forcers wait for the disk
     * @param sealed runs after each chunk and must not block
     */
    record Spooling(
            InstantSource clock,
            Executor threads,
            Executor forcers,
            SpoolSettings settings,
            Consumer<RecordingSummary> sealed) {}

    /** What it records. */
    public RecordingHeader header() {
        return header;
    }

    /** What the person saw. @throws Failure if recording failed and is strict, or is over */
    public void output(byte[] bytes, int offset, int length) {
        data(EntryKind.OUTPUT, bytes, offset, length);
    }

    /** What a command without a terminal wrote to standard error. */
    public void stderr(byte[] bytes, int offset, int length) {
        data(EntryKind.STDERR, bytes, offset, length);
    }

    /** What the person typed. It holds passwords: only where the role asks for it. */
    public void input(byte[] bytes, int offset, int length) {
        data(EntryKind.INPUT, bytes, offset, length);
    }

    private void data(int kind, byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        long now = micros();
        int[] done = {0};
        queue.add(buffer -> {
            int taken = -1;
            while (done[0] < length && taken != 0) {
                taken = buffer.data(now, kind, bytes, offset + done[0], length - done[0]);
                done[0] += taken;
            }
            return done[0] == length;
        });
    }

    /** The terminal's new size, in characters. */
    public void resize(int columns, int rows) {
        long now = micros();
        queue.add(buffer -> {
            boolean room = buffer.hasRoom();
            if (room) {
                buffer.resize(now, columns, rows);
            }
            return room;
        });
    }

    /**
     * Ends the recording and waits until all of it is in the spool. A second call only waits.
     *
     * @throws Failure if it is strict and failed
     */
    public RecordingSummary end(RecordingEnd how) {
        queue.end(micros(), how);
        return scribe.summary();
    }

    /** Ends it, if nobody did, as one whose session's end is not known. Never throws. */
    @Override
    public void close() {
        try {
            end(new RecordingEnd.CutShort("the recorder was closed before the session's end"));
        } catch (Failure known) {
            // onFailure heard of it
            return;
        }
    }

    /** Why it no longer records, if so. */
    public Optional<Failure> failure() {
        return queue.failure();
    }

    /** Called about ten times a second: saves what is new, packs and forces what is old. */
    void tick() {
        queue.tick(micros() - sealMicros());
        if (scribe.isDirty() && !isYoung(forcedMicros) && forcing.compareAndSet(false, true)) {
            startForcing();
        }
    }

    private void startForcing() {
        try {
            spooling.forcers().execute(this::forceNow);
        } catch (RejectedExecutionException closed) {
            // The end of the recording forces too.
            forcing.set(false);
        }
    }

    private void forceNow() {
        try {
            forcedMicros = micros();
            scribe.force();
        } catch (IOException broken) {
            fail(RecordingSpool.cannot("force the recording of session " + header.session() + " to the disk", broken));
        } finally {
            forcing.set(false);
        }
    }

    private boolean isYoung(long sinceMicros) {
        return micros() - sinceMicros < spooling.settings().forceAfter().toNanos() / 1000;
    }

    boolean isOver() {
        return queue.isOver();
    }

    private void startWorking() {
        try {
            spooling.threads().execute(this::work);
        } catch (RejectedExecutionException closed) {
            fail(Failure.of(
                    FailureCode.UNAVAILABLE,
                    "recording of session " + header.session() + ": the spool is closed",
                    closed));
        }
    }

    private void work() {
        try {
            for (Optional<EntryQueue.Work> next = queue.take(); next.isPresent(); next = queue.take()) {
                perform(next.get());
            }
        } catch (Failure failure) {
            fail(failure);
        } catch (Throwable broken) {
            // Errors too: a session that waits for a thread that died would hang.
            fail(RecordingSpool.cannot("write the recording of session " + header.session(), broken));
        }
    }

    private void perform(EntryQueue.Work work) throws IOException {
        switch (work) {
            case EntryQueue.Work.Keep(long startMicros, byte[] entries) ->
                scribe.keep(startMicros, entries, isYoung(scribe.chain().startMicros()));
            case EntryQueue.Work.Seal(EntryBuffer entries, RecordingEnd last, boolean hurried) -> {
                scribe.seal(entries, flags(last), hurried);
                if (last != null) {
                    scribe.force();
                }
                queue.release(entries);
                if (last != null) {
                    scribe.finish();
                    queue.finish();
                }
                spooling.sealed().accept(scribe.summary());
            }
        }
    }

    static int flags(@Nullable RecordingEnd last) {
        return switch (last) {
            case null -> 0;
            case RecordingEnd.CutShort _ -> ChunkHeader.LAST | ChunkHeader.CUT_SHORT;
            case RecordingEnd.Exited _, RecordingEnd.Signaled _, RecordingEnd.Closed _ -> ChunkHeader.LAST;
        };
    }

    private void fail(Failure cause) {
        if (queue.fail(cause)) {
            scribe.close();
            onFailure.accept(cause);
        }
    }

    private long sealMicros() {
        return spooling.settings().sealAfter().toNanos() / 1000;
    }

    private long micros() {
        return Math.max(
                0, ChronoUnit.MICROS.between(header.start(), spooling.clock().instant()));
    }
}
