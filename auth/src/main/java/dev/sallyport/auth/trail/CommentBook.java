package dev.sallyport.auth.trail;

import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.RecordingEvent;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.state.Keyspace;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Names;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.state.v1.CommentRecord;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** What people wrote to moments of sessions. Comments are added, never changed. */
public final class CommentBook {

    private static final int MOST = 1000;
    private static final int LONGEST = 1000;

    private final Records<CommentRecord> comments;
    private final SessionIndex sessions;
    private final Ledger ledger;
    private final InstantSource clock;

    public CommentBook(Store store, Sealing sealing, SessionIndex sessions, Ledger ledger, InstantSource clock) {
        this.comments = Records.sealed(store, Keyspace.SESSION_COMMENTS, CommentRecord.parser(), sealing);
        this.sessions = sessions;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Adds one. Whether the caller may read the session was asked before.
     *
     * @param micros since the recording's start
     * @return its id
     * @throws Failure INVALID for no text or too much of it, EXHAUSTED where a session has too many
     */
    public String add(Caller.Known caller, String session, long micros, String text) {
        if (text.isBlank() || text.length() > LONGEST || micros < 0) {
            throw Failure.of(
                    FailureCode.INVALID, "a comment has 1 to " + LONGEST + " characters, and a time from 0 on");
        }
        return ledger.write(() -> {
            Records.Versioned<SessionRecord> stored = sessions.stored(session)
                    .orElseThrow(() -> Failure.of(FailureCode.NOT_FOUND, "there is no session " + session));
            Names.bounded("comments", stored.value().getComments() + 1, MOST);
            EventSubject subject = caller.subject()
                    .withNode(stored.value().getNode(), stored.value().getNodeName())
                    .withSession(session);
            var head = ledger.head(subject);
            CommentRecord comment = CommentRecord.newBuilder()
                    .setId(head.id())
                    .setUser(caller.identity().user())
                    .setCreatedMillis(clock.millis())
                    .setAtMicros(micros)
                    .setText(text)
                    .build();
            SessionRecord counted = stored.value().toBuilder()
                    .setComments(stored.value().getComments() + 1)
                    .build();
            return Plan.of(
                    List.of(
                            comments.create(session + "/" + head.id(), comment),
                            sessions.write(java.util.Optional.of(stored), counted)),
                    new RecordingEvent.Commented(head, head.id(), micros / 1000),
                    head.id());
        });
    }

    /** Those of a session, by the time that they speak of. */
    public List<CommentRecord> list(String session) {
        return comments.startingWith(session + "/", MOST).stream()
                .map(Records.Versioned::value)
                .sorted(Comparator.comparingLong(CommentRecord::getAtMicros).thenComparing(CommentRecord::getId))
                .toList();
    }
}
