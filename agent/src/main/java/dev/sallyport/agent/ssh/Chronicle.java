package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.AuditEvent;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.model.Failure;
import dev.sallyport.model.access.Quorum;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happens in a session of several people: the trail, everybody's screen, the recording. */
final class Chronicle {

    private static final Logger log = LoggerFactory.getLogger(Chronicle.class);

    private final Workshop workshop;
    private final UUID id;
    private final Passage owner;
    private final Audience audience;
    private final Gathering.Host host;

    Chronicle(Workshop workshop, UUID id, Passage owner, Audience audience, Gathering.Host host) {
        this.workshop = workshop;
        this.id = id;
        this.owner = owner;
        this.audience = audience;
        this.host = host;
    }

    /** Whose session it is. */
    String owner() {
        return owner.subject().user();
    }

    EventSubject ofOwner() {
        return owner.subject().withSession(id.toString());
    }

    /** A line on everybody's screen, and in the recording. */
    void announce(String text) {
        byte[] line = Audience.line(text);
        audience.line(line);
        host.shown(line);
    }

    /** It has not begun. */
    void waits(Quorum.Missing missing) {
        event(new SessionEvent.Paused(workshop.ids().head(ofOwner()), missing.wanted()));
        announce("this session waits for " + missing.wanted() + ", who joins with: sally join --mode=moderator " + id
                + " (Ctrl-C gives up)");
    }

    void paused(Quorum.Missing missing) {
        event(new SessionEvent.Paused(workshop.ids().head(ofOwner()), missing.wanted()));
        announce("paused, until there is " + missing.wanted() + "; what is typed meanwhile is dropped");
    }

    void resumed() {
        event(new SessionEvent.Resumed(workshop.ids().head(ofOwner())));
        announce("everybody who must be here is: the session goes on");
    }

    /** @throws Failure when it cannot be written down; then nobody comes in */
    void joins(Attendee one) {
        workshop.journal()
                .event(new SessionEvent.Joined(
                        workshop.ids().head(one.subject()), one.mode().text(), owner()));
    }

    void left(Attendee one, String reason) {
        event(new SessionEvent.Left(
                workshop.ids().head(one.subject()), one.mode().text(), owner(), reason));
    }

    void terminated(EventSubject by, String why) {
        event(new SessionEvent.Terminated(workshop.ids().head(by), owner(), why));
        log.info("session terminated session={} reason={}", id, why);
    }

    /** What cannot be written down does not go on. */
    private void event(AuditEvent event) {
        try {
            workshop.journal().event(event);
        } catch (Failure e) {
            log.error("session ends session={} reason=event-not-written error={}", id, e.text());
            host.end("what happens in this session cannot be written down: " + e.text());
        }
    }
}
