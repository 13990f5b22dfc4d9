package dev.sallyport.agent.upload;

import dev.sallyport.audit.event.EventSpoolListener;
import dev.sallyport.audit.event.FlatEvent;
import dev.sallyport.model.Failure;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log what goes wrong with the delivery of events; a reason that lasts once. */
final class EventTroubles implements EventSpoolListener {

    private static final Logger log = LoggerFactory.getLogger(EventTroubles.class);

    private String last = "";

    @Override
    public synchronized void delayed(Failure why, Duration pause) {
        if (why.text().equals(last)) {
            log.debug("events not delivered reason={} again_in={}", why.text(), pause);
        } else {
            log.warn("events not delivered yet reason={}", why.text());
            last = why.text();
        }
    }

    @Override
    public void refused(FlatEvent event, Failure why, Path refused) {
        log.error("event refused id={} type={} reason={} kept_in={}", event.id(), event.type(), why.text(), refused);
    }

    @Override
    public void damaged(Path file) {
        log.error("event spool damaged kept_in={}", file);
    }
}
