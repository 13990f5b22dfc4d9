package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.audit.recording.RecordingWriter;
import dev.sallyport.model.Failure;
import java.util.function.Consumer;

/** Where the SSH service writes down what happens: events, and recordings of sessions. Safe for use by many threads. */
public interface Journal {

    /**
     * Keeps an event; returns when it survives the death of the process.
     *
     * @throws Failure when it cannot be kept; what it stands for must then not go on
     */
    void event(AuditEvent event);

    /**
     * Begins a recording.
     *
     * @param onFailure hears once, from any thread, that recording failed; does not block
     * @throws Failure when it cannot be begun; the session must then not begin either
     */
    RecordingWriter record(RecordingHeader header, RecordingMode mode, Consumer<Failure> onFailure);
}
