package dev.sallyport.auth.trail;

import dev.sallyport.audit.recording.ChunkSink;
import dev.sallyport.audit.recording.RecordingChunks;
import dev.sallyport.audit.recording.RecordingState;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.audit.recording.RecordingSummary;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.util.List;
import java.util.Optional;

/** The recordings: nodes put chunks of their own sessions, people read what they may. */
public final class Recordings {

    /** Largest chunk, bytes. */
    public static final int MAX_CHUNK = 1 << 20;

    private final RecordingStore recordings;
    private final SessionIndex sessions;
    private final Ledger ledger;

    public Recordings(RecordingStore recordings, SessionIndex sessions, Ledger ledger) {
        this.recordings = recordings;
        this.sessions = sessions;
        this.ledger = ledger;
    }

    /**
     * Stores chunks that follow each other; they are durable when this returns. The first word of a session, an event or a
     * chunk, binds it to its node.
     *
     * @throws Failure DENIED where the session is another node's, CONFLICT where another chunk is at this place, INVALID
     *     where it is not the next one
     */
    public void put(Caller.Known node, String session, int index, List<byte[]> chunks, boolean last) {
        requireBounds(chunks);
        bind(node, Names.id(session, "session id"));
        resume(node, session);
        recordings.put(session, index, chunks, last);
        if (last) {
            recordings.summary(session).map(RecordingSummary::state).ifPresent(state -> finish(session, state));
        }
    }

    private static void requireBounds(List<byte[]> chunks) {
        if (chunks.isEmpty() || chunks.size() > ChunkSink.MAX_CHUNKS) {
            throw Failure.of(
                    FailureCode.INVALID,
                    chunks.size() + " chunks at once: expected at least one, at most " + ChunkSink.MAX_CHUNKS);
        }
        chunks.stream().filter(chunk -> chunk.length > MAX_CHUNK).findFirst().ifPresent(chunk -> {
            throw Failure.of(
                    FailureCode.INVALID, "a chunk of " + chunk.length + " bytes: expected at most " + MAX_CHUNK);
        });
    }

    /** How much there is of one of the node's own sessions; empty where there is nothing yet. */
    public Optional<RecordingSummary> upload(Caller.Known node, String session) {
        Names.id(session, "session id");
        sessions.find(session).ifPresent(there -> requireOwner(there, node));
        return recordings.summary(session);
    }

    /** The chunks of a recording, in order; to be closed. */
    public RecordingChunks read(String session) {
        return recordings.read(session);
    }

    private void bind(Caller.Known node, String session) {
        Optional<SessionRecord> known = sessions.find(session);
        if (known.isPresent()) {
            requireOwner(known.get(), node);
            return;
        }
        ledger.write(() -> {
            Optional<Records.Versioned<SessionRecord>> stored = sessions.stored(session);
            stored.ifPresent(there -> requireOwner(there.value(), node));
            SessionRecord bound = SessionRecord.newBuilder()
                    .setId(session)
                    .setNode(node.identity().user())
                    .setNodeName(node.machineName())
                    .build();
            return new Plan<>(
                    stored.isPresent()
                            ? List.of()
                            : List.of(
                                    sessions.write(stored, bound),
                                    sessions.opening(session, node.identity().user())),
                    List.of(),
                    session);
        });
    }

    /** A node that was given up is back, with more of the session. */
    private void resume(Caller.Known node, String session) {
        if (sessions.find(session).filter(Recordings::isInterrupted).isEmpty()) {
            return;
        }
        ledger.write(() -> {
            Optional<Records.Versioned<SessionRecord>> stored =
                    sessions.stored(session).filter(there -> isInterrupted(there.value()));
            if (stored.isEmpty()) {
                return new Plan<>(List.of(), List.of(), session);
            }
            SessionRecord resumed =
                    stored.get().value().toBuilder().clearRecording().build();
            return new Plan<>(
                    List.of(
                            sessions.write(stored, resumed),
                            sessions.opening(session, node.identity().user())),
                    List.of(),
                    session);
        });
    }

    private static boolean isInterrupted(SessionRecord session) {
        return session.getRecording().equals(SessionIndex.WAS_INTERRUPTED);
    }

    private void finish(String session, RecordingState state) {
        ledger.write(() -> {
            Optional<Records.Versioned<SessionRecord>> stored = sessions.stored(session);
            SessionRecord.Builder next = stored.orElseThrow().value().toBuilder();
            next.setRecording(
                    switch (state) {
                        case COMPLETE -> SessionIndex.WAS_COMPLETE;
                        case CUT_SHORT -> SessionIndex.WAS_CUT_SHORT;
                        case RUNNING -> next.getRecording();
                    });
            return new Plan<>(
                    List.of(sessions.write(stored, next.build()), sessions.closing(session)), List.of(), session);
        });
    }

    private static void requireOwner(SessionRecord session, Caller.Known node) {
        if (!session.getNode().equals(node.identity().user())) {
            throw Failure.of(FailureCode.DENIED, "this session is not one of " + node.machineName());
        }
    }
}
