package dev.sallyport.agent.upload;

import dev.sallyport.agent.ssh.Journal;
import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.audit.recording.RecordingSpool;
import dev.sallyport.audit.recording.RecordingWriter;
import dev.sallyport.audit.recording.SpoolSettings;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What the SSH service writes down, kept on this host's disk. */
public final class SpooledJournal implements Journal, AutoCloseable {

    private final RecordingSpool recordings;
    private final FileChannel events;

    private SpooledJournal(RecordingSpool recordings, FileChannel events) {
        this.recordings = recordings;
        this.events = events;
    }

    /**
     * Opens the folder; ends recordings that an earlier process left open, as cut short.
     *
     * @throws Failure UNAVAILABLE when the disk cannot be used
     */
    public static SpooledJournal open(Path folder, InstantSource clock) {
        RecordingSpool recordings = RecordingSpool.open(folder.resolve("recordings"), SpoolSettings.DEFAULT, clock);
        var _ = recordings.recover();
        try {
            return new SpooledJournal(
                    recordings,
                    FileChannel.open(
                            Files.createDirectories(folder).resolve("events"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND));
        } catch (IOException e) {
            recordings.close();
            throw notKept(e);
        }
    }

    @Override
    public void event(AuditEvent event) {
        FlatEvent flat = FlatEvent.of(event);
        try {
            synchronized (events) {
                events.write(ByteBuffer.wrap((flat + "\n").getBytes(StandardCharsets.UTF_8)));
                events.force(false);
            }
        } catch (IOException e) {
            throw notKept(e);
        }
    }

    @Override
    public RecordingWriter record(RecordingHeader header, RecordingMode mode, Consumer<Failure> onFailure) {
        return recordings.start(header, mode, onFailure);
    }

    @Override
    public void close() throws IOException {
        recordings.close();
        events.close();
    }

    private static Failure notKept(IOException cause) {
        return Failure.of(FailureCode.UNAVAILABLE, "this host's spool cannot be written: " + cause.getMessage(), cause);
    }
}
