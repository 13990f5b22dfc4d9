package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.AuditEvent;

/** Where the SSH service writes down what happens: events, and recordings of sessions. Safe for use by many threads. */
public interface Journal {

    /**
     * Keeps an event; returns when it survives the death of the process.
     *
     * @throws dev.sallyport.model.Failure when it cannot be kept; what it stands for must then not go on
     */
    void event(AuditEvent event);
}
