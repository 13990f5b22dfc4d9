package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.audit.recording.RecordingSpool;
import dev.sallyport.audit.recording.RecordingWriter;
import dev.sallyport.audit.recording.SpoolSettings;
import dev.sallyport.model.Failure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps events in memory and recordings in a real spool. */
final class FakeJournal implements Journal, AutoCloseable {

    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    private final List<Consumer<Failure>> running = new CopyOnWriteArrayList<>();
    private final RecordingSpool spool;
    private volatile @Nullable Failure broken;

    FakeJournal(Path directory, InstantSource clock) {
        spool = RecordingSpool.open(directory, SpoolSettings.DEFAULT, clock);
    }

    @Override
    public void event(AuditEvent event) {
        events.add(event);
    }

    @Override
    public RecordingWriter record(RecordingHeader header, RecordingMode mode, Consumer<Failure> onFailure) {
        Failure failure = broken;
        if (failure != null) {
            throw failure;
        }
        running.add(onFailure);
        return spool.start(header, mode, onFailure);
    }

    /** From now on no recording can begin. */
    void breakRecording(Failure failure) {
        broken = failure;
    }

    /** What is being recorded fails now. */
    void breakRunning(Failure failure) {
        running.forEach(each -> each.accept(failure));
    }

    /** Events of this kind so far. */
    <T extends AuditEvent> List<T> of(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() {
        spool.close();
    }
}
