package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.ExitState;
import dev.sallyport.agent.process.Pty;
import dev.sallyport.agent.process.SignalName;
import dev.sallyport.agent.ssh.files.CopyObserver;
import dev.sallyport.agent.ssh.files.FileOperation;
import dev.sallyport.agent.ssh.files.ScpObserver;
import dev.sallyport.agent.ssh.files.SftpObserver;
import dev.sallyport.audit.event.EventHead;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.RecordingEvent;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.audit.event.TransferEvent;
import dev.sallyport.audit.recording.RecordingEnd;
import dev.sallyport.audit.recording.RecordingHeader;
import dev.sallyport.audit.recording.RecordingMode;
import dev.sallyport.audit.recording.RecordingWriter;
import dev.sallyport.model.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is written down about one session: its start, its recording, its end. */
final class SessionRecord {

    private final Workshop workshop;
    private final SessionPlan plan;
    private final EventSubject subject;
    private final Consumer<Failure> onFailure;
    private final RecordingMode mode;
    private final String roles;
    private final AtomicLong bytesIn = new AtomicLong();
    private final AtomicLong bytesOut = new AtomicLong();
    private Instant started = Instant.EPOCH;
    private volatile @Nullable RecordingWriter writer;
    private volatile boolean neverBegan;
    private final Optional<CopyObserver> copying;
    private final CopyObserver copies;

    SessionRecord(Workshop workshop, Passage passage, SessionPlan plan, Consumer<Failure> onFailure) {
        this.workshop = workshop;
        this.plan = plan;
        this.subject = passage.subject().withSession(plan.id().toString());
        this.onFailure = onFailure;
        this.roles =
                String.join(",", passage.certificate().identity().identity().allRoles());
        this.mode = passage.mustBeRecorded()
                ? RecordingMode.STRICT
                : workshop.settings().recording();
        this.copying = copying(plan);
        this.copies = copying.orElse(CopyObserver.NONE);
    }

    /** File copies are followed file by file; their bytes are not recorded. */
    private Optional<CopyObserver> copying(SessionPlan plan) {
        if (plan.kind() == SessionPlan.Kind.SUBSYSTEM) {
            return Optional.of(new SftpObserver(this::copied));
        }
        return plan.command().flatMap(command -> ScpObserver.of(command, this::copied));
    }

    boolean copiesFiles() {
        return copying.isPresent();
    }

    private void copied(FileOperation operation) {
        EventHead head = head();
        workshop.journal()
                .event(
                        switch (operation) {
                            case FileOperation.Sftp(
                                    String name,
                                    String path,
                                    String target,
                                    String access,
                                    long read,
                                    long written) ->
                                new TransferEvent.Sftp(head, name, path, target, access, read, written);
                            case FileOperation.SftpFailed(String name, String path, String target, String error) ->
                                new TransferEvent.SftpFailed(head, name, path, target, error);
                            case FileOperation.Scp(boolean upload, String path, long bytes) ->
                                new TransferEvent.Scp(head, direction(upload), path, bytes);
                            case FileOperation.ScpFailed(boolean upload, String path, String error) ->
                                new TransferEvent.ScpFailed(head, direction(upload), path, error);
                        });
    }

    private static String direction(boolean upload) {
        return upload ? "upload" : "download";
    }

    boolean strict() {
        return mode == RecordingMode.STRICT;
    }

    /** A no to something that was asked for. */
    void denied(String reason) {
        workshop.journal().event(new SessionEvent.Denied(head(), plan.kind().text(), reason));
    }

    /** @throws Failure when it cannot be written down: then the session must not begin */
    void begin() {
        started = workshop.clock().instant();
        if (!copiesFiles()) {
            writer = recording();
        }
        workshop.journal()
                .event(new SessionEvent.Started(
                        head(),
                        plan.kind().text(),
                        plan.commandText(),
                        plan.terminal().isPresent(),
                        writer != null,
                        roles));
    }

    /** Nothing where there can be none and the session may do without. */
    private @Nullable RecordingWriter recording() {
        try {
            return workshop.journal().record(header(), mode, onFailure);
        } catch (Failure failed) {
            if (strict()) {
                throw failed;
            }
            neverBegan = true;
            onFailure.accept(failed);
            return null;
        }
    }

    /** The session goes on without its recording; the trail says from when on. */
    void goesOnWithout(Failure failed) {
        workshop.journal().event(new RecordingEvent.Failed(head(), failed.text()));
    }

    private EventHead head() {
        return workshop.ids().head(subject);
    }

    private RecordingHeader header() {
        return new RecordingHeader(
                plan.id(),
                subject.user(),
                subject.login(),
                subject.node(),
                subject.nodeName(),
                plan.kind().text(),
                plan.commandText(),
                plan.terminal().map(SessionPlan.Terminal::type).orElse(""),
                started,
                plan.terminal().map(terminal -> terminal.size().columns()).orElse(0),
                plan.terminal().map(terminal -> terminal.size().rows()).orElse(0));
    }

    void output(byte[] bytes, int length, boolean error) {
        bytesOut.addAndGet(length);
        if (!error) {
            copies.fromServer(bytes, 0, length);
        }
        RecordingWriter to = writer;
        if (to == null) {
            return;
        }
        if (error) {
            to.stderr(bytes, 0, length);
        } else {
            to.output(bytes, 0, length);
        }
    }

    void input(byte[] bytes, int offset, int length) {
        bytesIn.addAndGet(length);
        copies.fromClient(bytes, offset, length);
        RecordingWriter to = writer;
        if (to != null && workshop.settings().recordInput()) {
            to.input(bytes, offset, length);
        }
    }

    void resize(Pty.Size size) {
        RecordingWriter to = writer;
        if (to != null) {
            to.resize(size.columns(), size.rows());
        }
    }

    /**
     * @param lost why the connection was gone before the process, if it was
     * @throws Failure when the end cannot be written down
     */
    void end(ExitState exit, Optional<String> lost) {
        end(lost.<RecordingEnd>map(RecordingEnd.Closed::new).orElseGet(() -> recordingEnd(exit)));
    }

    /** It never ran. */
    void neverRan(String reason) {
        end(new RecordingEnd.Closed(reason));
    }

    private void end(RecordingEnd how) {
        copies.end();
        RecordingWriter to = writer;
        String recording = neverBegan ? "failed" : "off";
        if (to != null) {
            recording = ended(to, how);
        }
        workshop.journal()
                .event(new SessionEvent.Ended(
                        head(),
                        how instanceof RecordingEnd.Exited(int code) ? OptionalInt.of(code) : OptionalInt.empty(),
                        how instanceof RecordingEnd.Signaled(String signal) ? signal : "",
                        bytesIn.get(),
                        bytesOut.get(),
                        Duration.between(started, workshop.clock().instant()).toMillis(),
                        recording));
    }

    /** A recording that cannot be ended must not hide that the session did. */
    private String ended(RecordingWriter to, RecordingEnd how) {
        try {
            to.end(how);
        } catch (Failure failed) {
            onFailure.accept(failed);
        }
        return to.failure().isPresent() ? "failed" : "complete";
    }

    private static RecordingEnd recordingEnd(ExitState exit) {
        return switch (exit) {
            case ExitState.Exited(int code) -> new RecordingEnd.Exited(code);
            case ExitState.Signalled(int signal, boolean _) -> new RecordingEnd.Signaled(SignalName.of(signal));
        };
    }
}
