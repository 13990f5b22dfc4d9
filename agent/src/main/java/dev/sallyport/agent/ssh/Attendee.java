package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Quorum;
import dev.sallyport.model.role.SessionMode;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who joined a session.
 *
 * @param subject as events name whoever it is, in this session
 * @param proved when being there was proved; empty: it was not
 */
record Attendee(Identity identity, SessionMode mode, Optional<Instant> proved, EventSubject subject, Lane lane) {

    Quorum.Attendant attendant() {
        return new Quorum.Attendant(identity, mode, proved);
    }

    String user() {
        return identity.user();
    }

    /** Such as {@code bob (peer)}. */
    String text() {
        return user() + " (" + mode.text() + ")";
    }
}
