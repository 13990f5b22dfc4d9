package dev.sallyport.audit.event;

import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries events from a spool's files to the sink: in batches, in order, one file after the other. An event that the
 * sink calls invalid would stop all that follow; it is put aside in a file of its own, and its neighbours are delivered
 * one by one.
 */
final class EventDelivery implements AutoCloseable {

    private static final int BATCH = 256;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final EventSpool spool;
    private final EventSink sink;
    private final EventSpoolListener listener;
    private final Path refused;
    private final RandomGenerator random = new SecureRandom();
    private @Nullable EventSegment segment;
    private @Nullable Thread thread;

    EventDelivery(EventSpool spool, EventSink sink, EventSpoolListener listener, Path refused) {
        this.spool = spool;
        this.sink = sink;
        this.listener = listener;
        this.refused = refused;
    }

    void start() {
        thread = Thread.ofVirtual().name("audit-events").start(this::run);
    }

    private void run() {
        try {
            int failures = 0;
            while (spool.awaitWork()) {
                failures = deliverOrPause(failures);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private int deliverOrPause(int failures) throws InterruptedException {
        try {
            deliverAll();
            return 0;
        } catch (Failure failure) {
            long most = Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
            Duration pause = Duration.ofMillis(random.nextLong(most + 1));
            listener.delayed(failure, pause);
            Thread.sleep(pause);
            return failures + 1;
        }
    }

    /** Delivers all there is. @throws Failure when a part of it was not acknowledged */
    void deliverAll() {
        try {
            Optional<Path> file = spool.first();
            while (file.isPresent()) {
                deliver(file.get());
                file = spool.first();
            }
        } catch (IOException unreadable) {
            throw EventSpool.cannot("read the spool", unreadable);
        }
    }

    private void deliver(Path file) throws IOException {
        EventSegment open = segment;
        if (open == null) {
            open = new EventSegment(file);
            segment = open;
        }
        EventSegment.Batch batch = open.read(BATCH);
        if (!batch.events().isEmpty()) {
            deliver(batch.events());
            open.acknowledge(batch.end());
        } else if (spool.removeFirst(open)) {
            open.close();
            segment = null;
        }
    }

    private void deliver(List<FlatEvent> events) throws IOException {
        try {
            sink.deliver(events);
        } catch (Failure failure) {
            if (failure.code() != FailureCode.INVALID) {
                throw failure;
            }
            isolate(events, failure);
        }
    }

    private void isolate(List<FlatEvent> events, Failure failure) throws IOException {
        if (events.size() > 1) {
            for (FlatEvent event : events) {
                deliver(List.of(event));
            }
            return;
        }
        FlatEvent event = events.getFirst();
        try (FileChannel channel = FileChannel.open(
                refused,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(EventFrames.write(event));
        }
        listener.refused(event, failure, refused);
    }

    void tellDamaged(Path file) {
        listener.damaged(file);
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
