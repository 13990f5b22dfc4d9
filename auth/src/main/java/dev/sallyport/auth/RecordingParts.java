package dev.sallyport.auth;

import dev.sallyport.audit.recording.ReadingKeys;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.audit.search.IndexSeal;
import dev.sallyport.auth.access.Authorization;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.machines.NodeBook;
import dev.sallyport.auth.people.PresenceDesk;
import dev.sallyport.auth.rpc.RecordingMethods;
import dev.sallyport.auth.rpc.SessionMethods;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.trail.CommentBook;
import dev.sallyport.auth.trail.LiveSessions;
import dev.sallyport.auth.trail.ReadTrail;
import dev.sallyport.auth.trail.RecordingIndexing;
import dev.sallyport.auth.trail.RecordingRetention;
import dev.sallyport.auth.trail.RecordingSearch;
import dev.sallyport.auth.trail.Recordings;
import dev.sallyport.auth.trail.SessionIndex;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** What deals with recordings, wired by hand. */
record RecordingParts(
        Recordings recordings,
        SessionIndex sessions,
        RecordingIndexing indexing,
        RecordingSearch search,
        CommentBook comments,
        ReadTrail reads,
        LiveSessions live,
        Optional<RecordingRetention> retention) {

    static RecordingParts wire(
            Store store,
            RecordingStore recordings,
            SessionIndex sessions,
            Supplier<ReadingKeys> keys,
            Sealing sealing,
            Ledger ledger,
            NodeBook nodes,
            Optional<Duration> kept,
            InstantSource clock) {
        IndexSeal seal = seal(sealing);
        RecordingIndexing indexing = new RecordingIndexing(store, recordings, keys, seal);
        return new RecordingParts(
                new Recordings(recordings, sessions, keys, ledger, indexing, seal),
                sessions,
                indexing,
                new RecordingSearch(sessions, recordings, seal),
                new CommentBook(store, sealing, sessions, ledger, clock),
                new ReadTrail(ledger, clock),
                new LiveSessions(sessions, nodes::labels),
                kept.map(time -> new RecordingRetention(time, store, sessions, recordings, ledger, clock)));
    }

    /** Lets go what is past retention. */
    void retire() {
        retention.ifPresent(RecordingRetention::look);
    }

    RecordingMethods methods(Authorization authorization) {
        return new RecordingMethods(recordings, sessions, search, comments, reads, authorization);
    }

    SessionMethods sessionMethods(Authorization authorization, LockBook locks, PresenceDesk presence) {
        return new SessionMethods(live, authorization, locks, presence);
    }

    private static IndexSeal seal(Sealing sealing) {
        return new IndexSeal() {
            @Override
            public byte[] seal(byte[] plain, String place) {
                return sealing.seal(place, plain);
            }

            @Override
            public byte[] open(byte[] sealed, String place) {
                return sealing.open(place, sealed);
            }
        };
    }
}
