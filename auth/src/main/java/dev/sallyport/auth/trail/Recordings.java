package dev.sallyport.auth.trail;

import dev.sallyport.audit.recording.ChunkSink;
import dev.sallyport.audit.recording.ReadingKeys;
import dev.sallyport.audit.recording.RecordingChunks;
import dev.sallyport.audit.recording.RecordingState;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.audit.recording.RecordingSummary;
import dev.sallyport.audit.search.IndexSeal;
import dev.sallyport.audit.search.RecordingIndex;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The recordings: nodes put chunks of their own sessions, people read what they may. */
public final class Recordings {

    /** Largest chunk, bytes. */
    public static final int MAX_CHUNK = 1 << 20;

    /** Without a picture, playing at a time begins so many chunks before it, so that most of the screen is there. */
    private static final int WIND_ON = 64;

    private final RecordingStore recordings;
    private final SessionIndex sessions;
    private final Supplier<ReadingKeys> keys;
    private final Ledger ledger;
    private final RecordingIndexing indexing;
    private final IndexSeal seal;
    private final Arrivals arrivals = new Arrivals();

    public Recordings(
            RecordingStore recordings,
            SessionIndex sessions,
            Supplier<ReadingKeys> keys,
            Ledger ledger,
            RecordingIndexing indexing,
            IndexSeal seal) {
        this.recordings = recordings;
        this.sessions = sessions;
        this.keys = keys;
        this.ledger = ledger;
        this.indexing = indexing;
        this.seal = seal;
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
        requireKept(session);
        recordings.put(session, index, chunks, last);
        if (last) {
            recordings.summary(session).map(RecordingSummary::state).ifPresent(state -> finish(session, state));
            indexing.wake();
        }
        arrivals.tell();
    }

    private void requireKept(String session) {
        if (sessions.find(session)
                .filter(there -> there.getRecording().equals(SessionIndex.WAS_RETIRED))
                .isPresent()) {
            throw Failure.of(
                    FailureCode.CONFLICT, "the recording of session " + session + " is past retention: none is taken");
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
        Optional<SessionRecord> known = sessions.find(session);
        known.ifPresent(there -> requireOwner(there, node));
        Optional<RecordingSummary> summary = recordings.summary(session);
        if (known.isPresent() && !known.get().getRecording().equals(SessionIndex.WAS_RETIRED)) {
            summary.map(RecordingSummary::state).ifPresent(state -> finishUnacknowledged(session, state));
        }
        return summary;
    }

    /** The last chunk was stored, and its acknowledgement was lost: the node will not put it again. */
    private void finishUnacknowledged(String session, RecordingState state) {
        if (state != RecordingState.RUNNING && !sessions.isAllThere(session)) {
            finish(session, state);
            indexing.wake();
        }
    }

    /** The chunks of a recording from one on, in order; to be closed. */
    public RecordingChunks read(String session, int from) {
        if (sessions.isAllThere(session)) {
            recordings.requireWhole(session);
        }
        return recordings.read(session, from);
    }

    /**
     * The key that a chunk brings, where it is encrypted for the cluster: for readers that may read the recording.
     *
     * @return empty also where the key cannot be made out: then the reader finds out what is wrong with the chunk
     */
    public Optional<byte[]> keyOf(byte[] chunk) {
        try {
            return keys.get().keyOf(chunk);
        } catch (Failure damaged) {
            return Optional.empty();
        }
    }

    /**
     * Returns when this chunk is there, when none will follow, or after this time.
     *
     * @return whether it is there or may come
     */
    public boolean await(String session, int chunk, Duration most) throws InterruptedException {
        // What is not known yet is looked up before others wait for this.
        int _ = recordings.durableChunks(session);
        arrivals.await(() -> recordings.durableChunks(session) > chunk || isOver(session), most);
        return recordings.durableChunks(session) > chunk || !isOver(session);
    }

    private boolean isOver(String session) {
        return sessions.find(session)
                .filter(there -> there.getRecording().isEmpty())
                .isEmpty();
    }

    /**
     * Where playing at some time begins.
     *
     * @param chunk the first to be read
     * @param picture draws the screen as it was before it; empty where none is kept
     */
    public record Place(int chunk, String picture) {}

    /** Where playing at this time begins: microseconds since the recording's start. */
    public Place place(String session, long micros) {
        Place woundOn = new Place(Math.max(0, recordings.chunkAt(session, micros) - WIND_ON), "");
        try (RecordingIndex index = RecordingIndex.open(recordings.index(session), UUID.fromString(session), seal)
                .orElse(null)) {
            return index == null
                    ? woundOn
                    : index.picture(micros)
                            .map(picture -> new Place(picture.chunk(), picture.output()))
                            .orElse(woundOn);
        } catch (IOException unreadable) {
            throw Failure.of(
                    FailureCode.UNAVAILABLE,
                    "the index of session " + session + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
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
                    List.of(
                            sessions.write(stored, next.build()),
                            sessions.closing(session),
                            RecordingIndexing.wanted(session)),
                    List.of(),
                    session);
        });
    }

    private static void requireOwner(SessionRecord session, Caller.Known node) {
        if (!session.getNode().equals(node.identity().user())) {
            throw Failure.of(FailureCode.DENIED, "this session is not one of " + node.machineName());
        }
    }
}
