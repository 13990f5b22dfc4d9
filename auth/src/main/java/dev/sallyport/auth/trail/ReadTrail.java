package dev.sallyport.auth.trail;

import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.RecordingEvent;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Plan;
import dev.sallyport.auth.state.v1.SessionRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes down who reads and searches recordings, before they get any of it. A recording is read in many pieces: one event for each reader
 * and session in {@link #WINDOW}. Safe for use by many threads.
 */
public final class ReadTrail {

    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int REMEMBERED = 4096;

    private final Ledger ledger;
    private final InstantSource clock;
    private final Map<String, Instant> written = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    public ReadTrail(Ledger ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** @throws dev.sallyport.model.Failure when it cannot be written down: then nothing must be read */
    public synchronized void read(Caller.Known reader, SessionRecord session) {
        String key = reader.identity().kind() + " " + reader.identity().user() + " " + session.getId();
        Instant now = clock.instant();
        Instant before = written.get(key);
        if (before != null && now.isBefore(before.plus(WINDOW)) && !now.isBefore(before)) {
            return;
        }
        EventSubject subject = reader.subject()
                .withLogin(session.getLogin())
                .withNode(session.getNode(), session.getNodeName())
                .withSession(session.getId());
        ledger.write(() ->
                Plan.of(List.of(), new RecordingEvent.Read(ledger.head(subject), session.getUser()), session.getId()));
        written.remove(key);
        written.put(key, now);
    }

    /** @throws dev.sallyport.model.Failure when it cannot be written down: then nothing must be searched */
    public void searched(Caller.Known reader, String text, String owner) {
        ledger.write(() ->
                Plan.of(List.of(), new RecordingEvent.Searched(ledger.head(reader.subject()), text, owner), text));
    }
}
