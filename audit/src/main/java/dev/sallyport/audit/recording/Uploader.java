package dev.sallyport.audit.recording;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Carries recordings from a spool to a sink, while they grow and after. Goes on where the sink says it stands, tries
 * again with full jitter ({@code random(0, min(30 s, 0.25 s * 2^failures))}) for as long as it takes, and takes a
 * recording out of the spool when its last chunk is acknowledged. What the sink refuses for good stays in the spool.
 *
 * <p>A recording that grows has its turn once a second, so that a busy one goes up in large pieces; one that ended goes at once.
 */
public final class Uploader implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final RecordingSpool spool;
    private final ChunkSink sink;
    private final UploadListener listener;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final UploadSchedule schedule = new UploadSchedule();
    private final Map<UUID, Upload> growing = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();

    Uploader(
            RecordingSpool spool,
            ChunkSink sink,
            UploadListener listener,
            InstantSource clock,
            RandomGenerator random) {
        this.spool = spool;
        this.sink = sink;
        this.listener = listener;
        this.clock = clock;
        this.random = random;
        spool.onChunk(summary -> {
            if (summary.state() == RecordingState.RUNNING) {
                schedule.wake(summary.session(), clock.millis());
            } else {
                schedule.hurry(summary.session(), clock.millis());
            }
        });
        spool.sessions().forEach(session -> schedule.wake(session, clock.millis()));
    }

    /**
     * Begins with all that is in the spool.
     *
     * @param parallel how many recordings are uploaded at a time
     */
    public static Uploader start(
            RecordingSpool spool, ChunkSink sink, UploadListener listener, InstantSource clock, int parallel) {
        Uploader uploader = new Uploader(spool, sink, listener, clock, new SecureRandom());
        for (int i = 0; i < parallel; i++) {
            uploader.threads.add(
                    Thread.ofVirtual().name("recording-upload-" + i).start(uploader::run));
        }
        return uploader;
    }

    private void run() {
        try {
            Optional<UUID> next = schedule.next(clock);
            while (next.isPresent()) {
                upload(next.get());
                next = schedule.next(clock);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Uploads, on this thread, whatever's turn it is by now. */
    void runDue() {
        Optional<UUID> due = schedule.take(clock.millis());
        while (due.isPresent()) {
            upload(due.get());
            due = schedule.take(clock.millis());
        }
    }

    private void upload(UUID session) {
        try {
            if (!spool.has(session)) {
                // The news of its last chunk came after that was uploaded.
                schedule.finished(session);
                return;
            }
            RecordingSummary summary = advance(session);
            if (summary.state() == RecordingState.RUNNING) {
                schedule.caughtUp(session, clock.millis());
            } else {
                forget(session);
                listener.uploaded(summary);
                spool.remove(session);
                schedule.finished(session);
            }
        } catch (Failure failure) {
            failed(session, failure);
        } catch (IOException unreadable) {
            failed(session, RecordingSpool.cannot("read the recording of session " + session, unreadable));
        } catch (RuntimeException defect) {
            failed(
                    session,
                    Failure.of(
                            FailureCode.INTERNAL,
                            "uploading the recording of session " + session + " ended in a defect: " + defect,
                            defect));
        }
    }

    private RecordingSummary advance(UUID session) throws IOException {
        Upload upload = growing.get(session);
        if (upload == null) {
            upload = new Upload(session, spool, sink, schedule.failures(session) == 0 && spool.isNew(session));
            growing.put(session, upload);
        }
        return upload.advance();
    }

    private void failed(UUID session, Failure failure) {
        forget(session);
        switch (failure.code()) {
            case CONFLICT, INVALID -> {
                schedule.finished(session);
                listener.refused(session, failure);
            }
            case UNAUTHENTICATED, DENIED, NOT_FOUND, EXHAUSTED, UNAVAILABLE, INTERNAL -> {
                Duration pause = pause(schedule.failures(session));
                schedule.failed(session, clock.millis(), pause);
                listener.delayed(session, failure, pause);
            }
        }
    }

    private Duration pause(int failures) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
        return Duration.ofMillis(random.nextLong(most + 1));
    }

    private void forget(UUID session) {
        Upload upload = growing.remove(session);
        if (upload != null) {
            upload.close();
        }
    }

    /** Stops; what is not uploaded stays in the spool. */
    @Override
    public void close() {
        schedule.close();
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            join(thread);
        }
        List.copyOf(growing.keySet()).forEach(this::forget);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
