package dev.sallyport.audit.event;

import dev.sallyport.model.Failure;
import java.nio.file.Path;
import java.time.Duration;

/** Hears what goes wrong with the delivery of events, for the log. Called from the spool's thread. */
public interface EventSpoolListener {

    /** A delivery failed and is tried again after a pause. */
    void delayed(Failure why, Duration pause);

    /** The sink will never take this event. It is in the file {@code refused} from now on. */
    void refused(FlatEvent event, Failure why, Path refused);

    /** Part of a file could not be read; the file has this name from now on. What comes before the damage was delivered. */
    void damaged(Path file);
}
