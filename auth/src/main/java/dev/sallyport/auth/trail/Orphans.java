package dev.sallyport.auth.trail;

import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.audit.recording.RecordingState;
import dev.sallyport.audit.recording.RecordingStore;
import dev.sallyport.auth.presence.Presence;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.Records;
import dev.sallyport.auth.state.v1.SessionRecord;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends, in the index, sessions whose node is gone: no proxy has had a stream of it for {@link #PATIENCE}. The recording stays
 * as it is, chunk for chunk, so that a node that comes back after all goes on where its upload was; what it tells then takes
 * the place of what was assumed here.
 *
 * <p>While no proxy is linked nobody knows which nodes are there: then nothing is ended, and the time begins anew.
 */
public final class Orphans {

    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final SessionIndex sessions;
    private final RecordingStore recordings;
    private final Presence presence;
    private final Ledger ledger;
    private final InstantSource clock;
    private final Map<String, Instant> gone = new HashMap<>();

    public Orphans(
            SessionIndex sessions, RecordingStore recordings, Presence presence, Ledger ledger, InstantSource clock) {
        this.sessions = sessions;
        this.recordings = recordings;
        this.presence = presence;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Called every 15 s or so. */
    public synchronized void upkeep() {
        if (presence.links().isEmpty()) {
            gone.clear();
            return;
        }
        Instant now = clock.instant();
        List<SessionIndex.Open> open = sessions.open();
        gone.keySet()
                .removeIf(node ->
                        open.stream().noneMatch(session -> session.node().equals(node)));
        for (SessionIndex.Open session : open) {
            if (presence.linkTo(session.node()).isPresent()) {
                gone.remove(session.node());
            } else if (!now.isBefore(
                    gone.computeIfAbsent(session.node(), _ -> now).plus(PATIENCE))) {
                interrupt(session, now);
            }
        }
    }

    private boolean isWhole(String session) {
        return recordings
                .summary(session)
                .filter(there -> there.state() != RecordingState.RUNNING)
                .isPresent();
    }

    private void interrupt(SessionIndex.Open open, Instant now) {
        // Outside of the ledger: recordings may be far away.
        boolean whole;
        try {
            whole = isWhole(open.session());
        } catch (Failure e) {
            if (e.code() == FailureCode.UNAVAILABLE) {
                LOG.warn("event=orphan_waits session={} reason={}", open.session(), e.text());
                return;
            }
            whole = false;
        }
        interrupt(open, now, whole);
    }

    private void interrupt(SessionIndex.Open open, Instant now, boolean whole) {
        ledger.write(() -> {
            Optional<Records.Versioned<SessionRecord>> stored = sessions.stored(open.session());
            List<Store.Write> writes =
                    new ArrayList<>(List.of(sessions.closing(open), SessionIndex.dead(open.session())));
            if (stored.isEmpty() || whole || sessions.isAllThere(open.session())) {
                return new Plan<>(writes, List.of(), open);
            }
            SessionRecord old = stored.get().value();
            SessionRecord.Builder next = old.toBuilder()
                    .setRecording(SessionIndex.WAS_INTERRUPTED)
                    .clearParticipants()
                    .clearWaitsFor();
            if (old.getEndedMillis() == 0) {
                next.setEndedMillis(now.toEpochMilli());
            }
            writes.add(sessions.write(stored, next.build()));
            EventSubject subject = EventSubject.NONE
                    .withUser(old.getUser())
                    .withLogin(old.getLogin())
                    .withNode(old.getNode(), old.getNodeName())
                    .withSession(old.getId());
            var event = new SessionEvent.Interrupted(
                    ledger.head(subject),
                    "no proxy has reached the agent for " + PATIENCE.toSeconds()
                            + " s: the recording ends with what came until then");
            return Plan.of(writes, event, open);
        });
    }
}
