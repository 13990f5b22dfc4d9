package dev.sallyport.agent.upload;

import dev.sallyport.agent.ssh.Journal;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSink;
import dev.sallyport.audit.event.EventSpool;
import dev.sallyport.audit.recording.ChunkSink;
import dev.sallyport.audit.recording.Recipients;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.audit.recording.RecordingSpool;
import dev.sallyport.audit.recording.RecordingWriter;
import dev.sallyport.audit.recording.SpoolSettings;
import dev.sallyport.audit.recording.Uploader;
import dev.sallyport.model.Failure;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * What the SSH service writes down: kept on this host's disk first, delivered from there while and after it happens. What
 * an earlier process left is delivered too; its recordings that have no end get one, as cut short.
 */
public final class SpooledJournal implements Journal, AutoCloseable {

    /** Recordings that are uploaded at a time. */
    private static final int PARALLEL = 2;

    private final EventSpool events;
    private final RecordingSpool recordings;
    private final Uploader uploader;

    private SpooledJournal(EventSpool events, RecordingSpool recordings, Uploader uploader) {
        this.events = events;
        this.recordings = recordings;
        this.uploader = uploader;
    }

    /**
     * Opens the folder and begins to deliver what is in it.
     *
     * @param recipients who can read recordings
     * @param host whose sessions these are
     * @throws Failure UNAVAILABLE when the disk cannot be used
     */
    public static SpooledJournal open(
            Path folder,
            Host host,
            EventSink eventSink,
            ChunkSink chunkSink,
            Recipients recipients,
            InstantSource clock,
            SecureRandom random) {
        EventSpool events =
                EventSpool.open(folder.resolve("events"), EventSpool.DEFAULT_MAX_BYTES, eventSink, new EventTroubles());
        try {
            RecordingSpool recordings =
                    RecordingSpool.open(folder.resolve("recordings"), SpoolSettings.DEFAULT.with(recipients), clock);
            var _ = recordings.recover();
            UploadOutcomes outcomes = new UploadOutcomes(host, events, clock, random);
            return new SpooledJournal(
                    events, recordings, Uploader.start(recordings, chunkSink, outcomes, clock, PARALLEL));
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
    }

    @Override
    public void event(AuditEvent event) {
        events.append(event);
    }

    @Override
    public RecordingWriter record(RecordingHeader header, RecordingMode mode, Consumer<Failure> onFailure) {
        return recordings.start(header, mode, onFailure);
    }

    /** How many recordings are not yet stored by auth; those that grow count. */
    public int recordingsWaiting() {
        return recordings.sessions().size();
    }

    /** Ends what is being recorded, as cut short; what is not delivered stays for the next start. */
    @Override
    public void close() {
        recordings.close();
        uploader.close();
        events.close();
    }
}
