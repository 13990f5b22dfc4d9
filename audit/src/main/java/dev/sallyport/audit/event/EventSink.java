package dev.sallyport.audit.event;

import java.util.List;

/** Where a spool delivers to: on an agent, auth by the API. */
@FunctionalInterface
public interface EventSink {

    /**
     * Returns once all of them are stored durably. The same events may come again (a lost answer, a restart): drop those whose id is there.
     *
     * @throws dev.sallyport.model.Failure when it is not acknowledged; the spool keeps them and tries again
     */
    void deliver(List<FlatEvent> events);
}
