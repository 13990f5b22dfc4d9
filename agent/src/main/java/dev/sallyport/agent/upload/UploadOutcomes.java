package dev.sallyport.agent.upload;

import dev.sallyport.audit.event.EventHead;
import dev.sallyport.audit.event.EventIds;
import dev.sallyport.audit.event.EventSpool;
import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.audit.event.RecordingEvent;
import dev.sallyport.audit.recording.RecordingState;
import dev.sallyport.audit.recording.RecordingSummary;
import dev.sallyport.audit.recording.UploadListener;
import dev.sallyport.model.Failure;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the trail that a recording is stored, and into the log when that takes long. */
final class UploadOutcomes implements UploadListener {

    private static final Logger log = LoggerFactory.getLogger(UploadOutcomes.class);

    private final Host host;
    private final EventSpool events;
    private final EventIds ids;

    UploadOutcomes(Host host, EventSpool events, InstantSource clock, SecureRandom random) {
        this.host = host;
        this.events = events;
        this.ids = new EventIds(clock, random);
    }

    @Override
    public void uploaded(RecordingSummary summary) {
        EventHead head = ids.head(EventSubject.NONE
                .withNode(host.id(), host.name())
                .withSession(summary.session().toString()));
        events.append(
                summary.state() == RecordingState.COMPLETE
                        ? new RecordingEvent.Complete(head, summary.chunks(), summary.bytes(), summary.digest())
                        : new RecordingEvent.CutShort(
                                head,
                                summary.chunks(),
                                summary.bytes(),
                                summary.digest(),
                                "the session's end was not recorded"));
    }

    @Override
    public void delayed(UUID session, Failure why, Duration pause) {
        log.info("recording not stored yet session={} reason={} again_in={}", session, why.text(), pause);
    }

    @Override
    public void refused(UUID session, Failure why) {
        log.error("recording refused session={} reason={} kept_in=spool", session, why.text());
    }
}
